function parse(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

export function isSupported(version: string, oldest: string): boolean {
  const [major, minor] = parse(version);
  const [oldestMajor, oldestMinor] = parse(oldest);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
