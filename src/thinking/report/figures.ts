import type { Centre } from '../estimate/estimate.ts';
import type { MetricId } from '../measurement/metric.ts';
import { formatNumber, formatRatio } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { Verdict, VerdictWord } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';

/** A mark for each word, so that no verdict is told by colour alone. */
export const MARKS: Readonly<Record<VerdictWord, string>> = {
  better: '▲',
  worse: '▼',
  equivalent: '≈',
  undecided: '?',
  refused: '✕',
};

/** Stands where there is no value: never a zero. */
export const UNKNOWN = '–';

/**
 * The two CPU figures, in the order in which every report shows them: each answers its own question, and quoting one for
 * the other is the mistake that reports must make hard. So they have one list and no report names only one of them.
 */
export const CPU_FIGURES = ['peak-cpu-per-request', 'cpu-per-request'] as const satisfies readonly MetricId[];

/** The figures beside them, without a claim of their own: they are exploratory. */
export const OTHER_FIGURES = ['peak-rate', 'p50', 'p99', 'memory'] as const satisfies readonly MetricId[];

/** One metric of one entry: its value over the rounds, and the verdict against the baseline, which the baseline lacks. */
export interface Figure {
  readonly metric: MetricId;
  readonly centre: Centre | null;
  readonly verdict: Verdict | null;
}

/** One entry of a scenario as a row of a table. */
export interface EntryRow {
  readonly id: string;
  readonly contender: string;
  readonly role: 'baseline' | 'contender' | 'placebo';
  readonly figure: (metric: MetricId) => Figure;
}

/** The rows of a scenario in the order of its line-up; contenders that are left out have none. */
export function rowsOf(conclusion: Conclusion): readonly EntryRow[] {
  const { baseline, entries, summaries, verdicts } = conclusion;
  return entries.map(({ id, contender }) => ({
    id,
    contender,
    role: id === 'placebo' ? 'placebo' : id === baseline ? 'baseline' : 'contender',
    figure: (metric) => ({
      metric,
      centre: summaries.find((one) => one.entry === id && one.metric === metric)?.centre ?? null,
      verdict: verdicts.find((one) => one.contender === id && one.metric === metric) ?? null,
    }),
  }));
}

/** The common rates of the blocks that count, ascending: none where none counts, several of runs taken together; null in a closed loop. */
export function offeredPerS({ entries }: Conclusion): readonly number[] | null {
  if (entries.length > 0 && entries.every((entry) => entry.offeredPerS === null)) return null;
  return [...new Set(entries.flatMap((entry) => entry.offeredPerS ?? []))].toSorted((a, b) => a - b);
}

/** `2,400/s`, `1,800–2,300/s` of several, that there was none, or that it is not known. */
export function offeredText(conclusion: Conclusion): string {
  const rates = offeredPerS(conclusion);
  if (rates === null) return 'a closed loop';
  const [least, most] = [rates[0], rates.at(-1)];
  if (least === undefined || most === undefined) return 'the common rate';
  return `${least === most ? '' : `${formatNumber(least)}–`}${formatNumber(most)}/s`;
}

/**
 * The end of an interval, without the sign. An end that decides a verdict must not be rounded onto 1: with two decimals
 * 0.998 would read as though the interval held 1.
 */
function end(ratio: number, verdict: Verdict): string {
  const text = formatRatio(ratio).slice(0, -1);
  const decides = verdict.verdict === 'better' || verdict.verdict === 'worse';
  return decides && text === '1.00' ? ratio.toFixed(3) : text;
}

/** `0.41× [0.39, 0.43]` for tables; null where no ratio may be quoted. */
export function ratioText(verdict: Verdict): string | null {
  const { ratio, low, high } = verdict;
  if (ratio === null || low === null || high === null) return null;
  return `${formatRatio(ratio)} [${end(low, verdict)}, ${end(high, verdict)}]`;
}

/** `rust-axum 1, go-gin 2–3, node-fastify 2–3`: the places a metric allows, the best first; null where nobody is ranked. */
export function placesText(conclusion: Conclusion, metric: MetricId): string | null {
  const ranks = conclusion.ranks.filter((rank) => rank.metric === metric);
  if (ranks.length < 2) return null;
  const sorted = ranks.toSorted((one, other) => one.best - other.best || one.worst - other.worst);
  return sorted
    .map(({ contender, best, worst }) => `${plainText(contender)} ${best === worst ? best : `${best}–${worst}`}`)
    .join(', ');
}

/** `0.39–0.43`: the interval of a verdict as it stands in a sentence. */
export function intervalWords(verdict: Verdict): string | null {
  const { low, high } = verdict;
  return low === null || high === null ? null : `${end(low, verdict)}–${end(high, verdict)}`;
}

/** Decades above one: 0 for 1 to 9, 2 for 100 to 999. */
function size(value: number): number {
  return Math.floor(Math.log10(value));
}

/**
 * Values of one column with the same number of decimals, so that they line up: three significant digits for the
 * smallest, at most four for the largest. Where one column spans too much for that, each keeps its own digits.
 */
export function columnTexts(values: readonly (number | null)[]): readonly string[] {
  const known = values.flatMap((value) => (value === null || value <= 0 ? [] : [value]));
  if (known.length === 0) return values.map((value) => (value === null ? UNKNOWN : formatNumber(value)));
  const least = size(Math.min(...known));
  const decimals = Math.min(2 - least, 3 - size(Math.max(...known)));
  const digits = Math.max(0, decimals);
  const fixed = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const legible = least + decimals >= 1;
  return values.map((value) => {
    if (value === null) return UNKNOWN;
    return legible ? fixed.format(value) : formatNumber(value);
  });
}
