export function isSupported(version, oldest) {
  return version >= oldest;
}
