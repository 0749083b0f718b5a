export function valueOf(line) {
  const parts = line.split('=');
  return parts[1]?.trim() ?? '';
}
