export function comment(author: string, text: string): string {
  return `<p><b>${author}</b>: ${text}</p>`;
}
