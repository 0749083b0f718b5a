import type { Conclusion } from '../verdict/conclusion.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import { SURGE_HEADS, SURGE_TITLE, surgeRows, surgeText, WORDS_COLUMN } from './words-of-surge.ts';

const GAP = '  ';
/** Lines that the words above the table may take. */
const WORD_LINES = 4;
const ROW_LINES = 3;

/** Short, since a terminal is narrow; the sentence above says what they mean. */
const SHORT: Readonly<Record<(typeof SURGE_HEADS)[number], string>> = {
  offered: 'offered',
  'kept of its peak': 'kept',
  'late or unanswered': 'late',
  'back after': 'back after',
  memory: 'memory',
};

/**
 * What an overload did to each, as a table beneath that of the scenario; nothing where none was asked for.
 *
 * @param wrap breaks a text into lines of the width, at most so many.
 */
export function surgeLines(
  input: ReportInput,
  conclusion: Conclusion,
  width: number,
  wrap: (text: string, most: number) => readonly string[],
): readonly string[] {
  const text = surgeText(input, conclusion);
  if (text === null) return [];
  const words = wrap(`${SURGE_TITLE}: ${text}`, WORD_LINES);
  const rows = surgeRows(conclusion).map(({ id, cells }) => [plainText(id), ...cells]);
  if (rows.length === 0) return words;
  const table = [['', ...SURGE_HEADS.map((head) => SHORT[head])], ...rows];
  const widths = table.reduce<readonly number[]>(
    (most, row) => row.map((cell, column) => Math.max(cell.length, most[column] ?? 0)),
    [],
  );
  const lines = table.map((row) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, column === 0 || column === WORDS_COLUMN + 1)).join(GAP),
  );
  // A row that is wider than the terminal is words like any others, broken as they are.
  const rowLines = lines.map((line) => line.trimEnd());
  return [...words, ...rowLines.flatMap((line) => (line.length <= width ? [line] : wrap(line.trim(), ROW_LINES)))];
}

function padded(cell: string, width: number, left: boolean): string {
  return left ? cell.padEnd(width) : cell.padStart(width);
}
