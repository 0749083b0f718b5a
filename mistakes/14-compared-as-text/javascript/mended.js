const parse = (version) => version.split('.').map(Number);

export function isSupported(version, oldest) {
  const [major, minor] = parse(version);
  const [oldestMajor, oldestMinor] = parse(oldest);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
