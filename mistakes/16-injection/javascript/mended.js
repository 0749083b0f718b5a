const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function comment(author, text) {
  return `<p><b>${escaped(author)}</b>: ${escaped(text)}</p>`;
}
