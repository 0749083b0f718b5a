/** Sequences that a terminal obeys: CSI (colours, cursor), OSC (titles, links) and other two-character escapes. */
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- control characters are what this takes out
  /(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]|(?:\u001B\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[\u0020-\u002F]*[\u0030-\u007E]?/gu;

/** Control characters, line separators, and marks that turn the direction of writing so that text reads as another. */
// oxlint-disable-next-line no-control-regex -- control characters are what this takes out
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/**
 * A stranger's text - a name, a version, a log line - as one line that can do nothing but be read: escape sequences go,
 * control characters become a space. Everything foreign passes here on its way to a terminal, Markdown or HTML.
 */
export function plainText(text: string): string {
  return text.replaceAll(ESCAPES, '').replaceAll(CONTROLS, ' ').trim();
}
