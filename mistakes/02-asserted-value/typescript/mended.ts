export function tokenOf(headers: Map<string, string>): string {
  const header = headers.get('authorization');
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : 'none';
}
