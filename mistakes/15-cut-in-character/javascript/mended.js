export function preview(text) {
  return Array.from(text).slice(0, 8).join('');
}
