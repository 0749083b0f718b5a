import { plainText } from './plain-text.ts';

/** A text with nothing in it that Markdown, or the HTML within Markdown, would obey. */
export function inert(text: string): string {
  return plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#!@$]/gu, (letter) => `\\${letter}`)
    .replaceAll('://', ':\\//')
    .replaceAll(/www\./giu, 'www\\.');
}

/** The one fixed-width form: a text in a code span that no backtick of its own can end. */
export function code(text: string): string {
  return `\`${plainText(text).replaceAll('`', "'")}\``;
}
