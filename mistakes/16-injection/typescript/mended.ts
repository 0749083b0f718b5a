const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function comment(author: string, text: string): string {
  return `<p><b>${escaped(author)}</b>: ${escaped(text)}</p>`;
}
