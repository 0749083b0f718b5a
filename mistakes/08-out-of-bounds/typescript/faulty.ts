export function valueOf(line: string): string {
  const parts = line.split('=');
  return parts[1].trim();
}
