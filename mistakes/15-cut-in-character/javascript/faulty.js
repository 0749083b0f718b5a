export function preview(text) {
  return text.length > 8 ? text.slice(0, 8) : text;
}
