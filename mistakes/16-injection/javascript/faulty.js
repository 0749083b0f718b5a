export function comment(author, text) {
  return `<p><b>${author}</b>: ${text}</p>`;
}
