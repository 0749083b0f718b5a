export type State = 'open' | 'paid' | 'sent' | 'returned';

export function wordFor(state: State): string {
  switch (state) {
    case 'open':
      return 'not paid yet';
    case 'paid':
      return 'being packed';
    case 'sent':
      return 'on its way';
  }
}
