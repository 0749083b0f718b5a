export const STATES = ['open', 'paid', 'sent', 'returned'];

export function wordFor(state) {
  switch (state) {
    case 'open':
      return 'not paid yet';
    case 'paid':
      return 'being packed';
    case 'sent':
      return 'on its way';
    case 'returned':
      return 'sent back';
  }
}
