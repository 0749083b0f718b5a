export function isSupported(version: string, oldest: string): boolean {
  return version >= oldest;
}
