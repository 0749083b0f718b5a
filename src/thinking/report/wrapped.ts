const KEPT = '\u{A0}';

/**
 * Lines that keep to the width, broken between words, or only where `between` stands; those after the first are set in by two. A number
 * keeps its per cent.
 */
export function wrapped(text: string, width: number, between = ' '): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.replaceAll(/(?<=\d) %/gu, `${KEPT}%`).split(between)) {
    const longer = line === '' ? part : `${line}${between}${part}`;
    if (line === '' || longer.length < width) line = longer;
    else {
      lines.push(`${line}${between}`.trimEnd());
      line = `  ${part}`;
    }
  }
  return [...lines, line].map((one) => one.replaceAll(KEPT, ' '));
}
