export function tokenOf(headers: Map<string, string>): string {
  return headers.get('authorization')!.slice('Bearer '.length);
}
