import type { MetricId } from '../measurement/metric.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { Verdict, VerdictWord } from '../verdict/verdict.ts';
import { columnTexts, CPU_FIGURES, MARKS, OTHER_FIGURES, ratioText, rowsOf } from './figures.ts';
import type { EntryRow } from './figures.ts';
import { plainText } from './plain-text.ts';

/** A cell, already as wide as its column, and the word whose colour it has. */
interface Cell {
  readonly text: string;
  readonly word: VerdictWord | null;
}

interface Column {
  readonly cells: readonly Cell[];
  readonly width: number;
}

/** Better is blue and worse orange, never red and green; the mark says the same without colour. */
const COLOURS: Readonly<Record<VerdictWord, string>> = {
  better: '\u001B[94m',
  worse: '\u001B[33m',
  equivalent: '\u001B[2m',
  undecided: '\u001B[2m',
  refused: '\u001B[33m',
};
const PLAIN = '\u001B[0m';

const GAP = '  ';

const SHORT_TITLES: Readonly<Record<(typeof OTHER_FIGURES)[number], string>> = {
  'peak-rate': 'peak/s',
  p50: 'p50 ms',
  p99: 'p99 ms',
  memory: 'MiB',
};

/** Titles of the columns that hold response times. */
export const LATENCY_TITLES: readonly string[] = [SHORT_TITLES.p50, SHORT_TITLES.p99];

/** The order in which columns give way where the terminal is narrow. The two CPU figures never do. */
const DISPENSABLE = ['memory', 'p50', 'p99', 'peak-rate'] as const satisfies readonly (typeof OTHER_FIGURES)[number][];

function valueTexts(rows: readonly EntryRow[], metric: MetricId): readonly string[] {
  return columnTexts(rows.map((row) => row.figure(metric).centre?.median ?? null));
}

/** `▲ better`, or the mark alone where there is no room for words. */
function wordText(verdict: Verdict, words: boolean): string {
  return words ? `${MARKS[verdict.verdict]} ${verdict.verdict}` : MARKS[verdict.verdict];
}

function column(header: string, cells: readonly Cell[], align: 'left' | 'right'): Column {
  const width = Math.max(header.length, ...cells.map(({ text }) => text.length));
  const pad = (text: string): string => (align === 'left' ? text.padEnd(width) : text.padStart(width));
  return {
    width,
    cells: [{ text: header, word: null }, ...cells].map(({ text, word }) => ({ text: pad(text), word })),
  };
}

function numberColumn(rows: readonly EntryRow[], metric: (typeof OTHER_FIGURES)[number]): Column {
  const cells = valueTexts(rows, metric).map((text) => ({ text, word: null }));
  return column(SHORT_TITLES[metric], cells, 'right');
}

/** Value, ratio with its interval, and verdict: what one CPU figure says of each entry. */
function cpuColumn(rows: readonly EntryRow[], metric: MetricId, header: string, words: boolean): Column {
  const values = valueTexts(rows, metric);
  const ratios = rows.map((row) => {
    const { verdict } = row.figure(metric);
    if (row.role === 'baseline') return 'baseline';
    return (verdict === null ? null : ratioText(verdict)) ?? 'no ratio';
  });
  const valueWidth = Math.max(...values.map((text) => text.length));
  const ratioWidth = Math.max(...ratios.map((text) => text.length));
  const cells = rows.map((row, i): Cell => {
    const { verdict } = row.figure(metric);
    const figures = `${(values[i] ?? '').padStart(valueWidth)} ${(ratios[i] ?? '').padEnd(ratioWidth)}`;
    const word = verdict === null ? '' : ` ${wordText(verdict, words)}`;
    return { text: figures + word, word: verdict?.verdict ?? null };
  });
  return column(header, cells, 'left');
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0) + GAP.length * (columns.length - 1);
}

function nameColumn(conclusion: Conclusion, rows: readonly EntryRow[], most: number): Column {
  const short = (text: string): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
  const cells = rows.map(({ id }) => ({ text: short(plainText(id)), word: null }));
  return column(short(plainText(conclusion.scenario)), cells, 'left');
}

export interface TableWishes {
  readonly width: number;
  readonly colour: boolean;
  /** `2,400/s`. */
  readonly offered: string;
}

export interface TerminalTable {
  readonly lines: readonly string[];
  /** Titles of the columns for which there was no room. */
  readonly omitted: readonly string[];
  /** True where the verdicts' words stand beside their marks. */
  readonly words: boolean;
}

/** A scenario as a table that keeps to the width: words go first, then columns, then the ends of long names. */
export function terminalTable(conclusion: Conclusion, wishes: TableWishes): TerminalTable {
  const rows = rowsOf(conclusion);
  const headers = ['CPU µs/request, saturated', `CPU µs/request, ${wishes.offered}`];
  const cpu = (words: boolean): readonly Column[] =>
    CPU_FIGURES.map((metric, i) => cpuColumn(rows, metric, headers[i] ?? '', words));
  const name = nameColumn(conclusion, rows, 40);
  const others = OTHER_FIGURES.map((metric) => ({ metric, column: numberColumn(rows, metric) }));
  const all = others.map((other) => other.column);
  const words = widthOf([name, ...cpu(true), ...all]) <= wishes.width;
  const figures = cpu(words);
  const omitted: (typeof OTHER_FIGURES)[number][] = [];
  const kept = (): readonly Column[] =>
    others.filter((other) => !omitted.includes(other.metric)).map((other) => other.column);
  for (const metric of DISPENSABLE) {
    if (widthOf([name, ...figures, ...kept()]) > wishes.width) omitted.push(metric);
  }
  const room = wishes.width - widthOf([...figures, ...kept()]) - GAP.length;
  const first = name.width <= room ? name : nameColumn(conclusion, rows, Math.max(8, room));
  const columns = [first, ...figures, ...kept()];
  const lines = [null, ...rows].map((_row, i) =>
    columns
      .map((one) => painted(one.cells[i], wishes.colour))
      .join(GAP)
      .trimEnd(),
  );
  return { lines, omitted: omitted.map((metric) => SHORT_TITLES[metric]), words };
}

function painted(cell: Cell | undefined, colour: boolean): string {
  if (cell === undefined) return '';
  return colour && cell.word !== null ? `${COLOURS[cell.word]}${cell.text}${PLAIN}` : cell.text;
}
