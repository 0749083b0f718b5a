export function tokenOf(headers) {
  const header = headers.get('authorization');
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : 'none';
}
