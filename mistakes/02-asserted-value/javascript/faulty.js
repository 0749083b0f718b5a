export function tokenOf(headers) {
  return headers.get('authorization').slice('Bearer '.length);
}
