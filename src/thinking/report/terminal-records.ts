import type { Conclusion } from '../verdict/conclusion.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import type { RecordTable } from './record-table.ts';
import { SURGE_HEADS, SURGE_TITLE, surgeRows, surgeText, WORDS_COLUMN } from './words-of-surge.ts';

const GAP = '  ';
/** Lines that the words above a table may take. */
const WORD_LINES = 4;
const ROW_LINES = 3;

/** Breaks a text into lines of the width, at most so many. */
type Wrap = (text: string, most: number) => readonly string[];

/** Short, since a terminal is narrow; the sentence above says what they mean. */
const SHORT: Readonly<Record<(typeof SURGE_HEADS)[number], string>> = {
  offered: 'offered',
  'kept of its peak': 'kept',
  'late or unanswered': 'late',
  'back after': 'back after',
  memory: 'memory',
};

/** What an overload did to each, as a table beneath that of the scenario; nothing where none was asked for. */
export function surgeLines(input: ReportInput, conclusion: Conclusion, width: number, wrap: Wrap): readonly string[] {
  const text = surgeText(input, conclusion);
  if (text === null) return [];
  const rows = surgeRows(conclusion).map(({ id, cells }) => [plainText(id), ...cells]);
  const heads = ['', ...SURGE_HEADS.map((head) => SHORT[head])];
  return [
    ...wrap(`${SURGE_TITLE}: ${text}`, WORD_LINES),
    ...tableLines(heads, rows, [0, WORDS_COLUMN + 1], width, wrap),
  ];
}

/** What was seen beside the verdicts, likewise. */
export function recordLines(table: RecordTable | null, width: number, wrap: Wrap): readonly string[] {
  if (table === null) return [];
  const { title, text, heads, rows } = table;
  const cells = rows.map(({ id, cells: own }) => [plainText(id), ...own]);
  return [...wrap(`${title}: ${text}`, WORD_LINES), ...tableLines(['', ...heads], cells, [0], width, wrap)];
}

/** Columns as wide as their widest cell; those named hold words and stand to the left. No rows, no table. */
function tableLines(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  words: readonly number[],
  width: number,
  wrap: Wrap,
): readonly string[] {
  if (rows.length === 0) return [];
  const table = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, words.includes(column))).join(GAP),
  );
  // A row that is wider than the terminal is words like any others, broken as they are.
  return lines
    .map((line) => line.trimEnd())
    .flatMap((line) => (line.length <= width ? [line] : wrap(line.trim(), ROW_LINES)));
}

function padded(cell: string, width: number, left: boolean): string {
  return left ? cell.padEnd(width) : cell.padStart(width);
}
