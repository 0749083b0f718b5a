/** Longest excerpt in a message; a line of a terminal has to hold file, rule and excerpt. */
const SHORT = 60;

/** On one line, at most 60 characters, control characters as spaces; null for nothing. */
export function shorten(text: string): string | null {
  // eslint-disable-next-line no-control-regex -- control characters are what must not reach a terminal
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f]+/gu, ' ').trim();
  if (line === '') return null;
  const letters = Array.from(line);
  return letters.length <= SHORT ? line : `${letters.slice(0, SHORT - 1).join('')}…`;
}
