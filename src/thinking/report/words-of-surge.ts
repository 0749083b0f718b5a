import { RECOVERY_SHARE } from '../load/load.ts';
import type { MetricId } from '../measurement/metric.ts';
import { mostOffered } from '../plan/generator-room.ts';
import { formatNumber, formatRate, formatShare, formatValue } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { SurgeRecord } from '../verdict/surge-record.ts';
import { rowsOf, UNKNOWN } from './figures.ts';
import type { EntryRow } from './figures.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import { listed } from './sentence.ts';
import { count } from './words.ts';

/** What the table of every report is called. */
export const SURGE_TITLE = 'Overload and recovery';

/** Heads of its columns; every value carries its unit. */
export const SURGE_HEADS = ['offered', 'kept of its peak', 'late or unanswered', 'back after', 'memory'] as const;

/** The one that holds words; the others hold numbers. */
export const WORDS_COLUMN = SURGE_HEADS.indexOf('back after');

/** One entry under more than it can do, as texts under those heads. */
export interface SurgeRow {
  readonly id: string;
  readonly contender: string;
  readonly cells: readonly string[];
}

/** How much is late, and no more: a run without a late request says `0 %` and not that it is unknown. */
function medianText(row: EntryRow | undefined, metric: MetricId, unit: 'share' | 'MiB'): string {
  const centre = row?.figure(metric).centre ?? null;
  return centre === null ? UNKNOWN : formatValue(centre.median, unit);
}

/** `3 s`; `3 s, not within 6 s in 2 of 12 rounds`; `not within 6 s in 12 of 12 rounds`. */
export function backText({ backAfterS, notBack, rounds, recoveryS }: SurgeRecord): string {
  const missed = notBack === 0 ? [] : [`not within ${recoveryS} s in ${notBack} of ${count(rounds, 'round')}`];
  return [...(backAfterS === null ? [] : [`${formatNumber(backAfterS)} s`]), ...missed].join(', ');
}

/** The rows, in the order of the line-up; entries without a surge have none. */
export function surgeRows(conclusion: Conclusion): readonly SurgeRow[] {
  const rows = rowsOf(conclusion);
  return conclusion.surges.map((record) => {
    const row = rows.find(({ id }) => id === record.entry);
    const cells = [
      record.offeredPerS === null ? UNKNOWN : formatRate(record.offeredPerS),
      medianText(row, 'surge-kept', 'share'),
      medianText(row, 'surge-late', 'share'),
      backText(record),
      medianText(row, 'surge-memory', 'MiB'),
    ];
    return { id: record.entry, contender: record.contender, cells };
  });
}

/** What was offered to whom, and what the heads mean; null where the scenario asks for no surge. */
export function surgeText(input: ReportInput, conclusion: Conclusion): string | null {
  const asked = input.scenarios.find(({ id }) => id === conclusion.scenario)?.surge ?? null;
  const [shape = asked] = conclusion.surges;
  if (shape === null) return null;
  const { share, forS, recoveryS } = shape;
  const within = `${formatNumber(conclusion.surges[0]?.withinMs ?? input.plan.objective.p99Ms)} ms`;
  const sentences = [
    `${formatShare(share)} of each one's peak in the same round for ${forS} s, then ${formatShare(RECOVERY_SHARE)} for ${recoveryS} s, medians over the rounds.`,
    `Late: of all requests, those without a correct answer within ${within}. Back: whole seconds after the surge until the p99 of every second is within that.`,
    memoryText(input, conclusion.scenario),
    noRoomText(input, conclusion),
  ];
  return sentences.filter((text) => text !== null).join(' ');
}

/** Under which limit of memory a scenario was served, and how it is kept on this machine; null where there is none. */
export function memoryText({ scenarios, machine }: ReportInput, scenario: string): string | null {
  const limit = scenarios.find(({ id }) => id === scenario)?.memoryMiB ?? null;
  if (limit === null) return null;
  const kept = machine.isolation.startsWith('cgroup')
    ? 'kept by the kernel'
    : `kept by looking five times a second, since ${machine.isolation} gives no better: more may be taken between two looks`;
  return `Memory is limited to ${formatNumber(limit)} MiB, ${kept}.`;
}

/** Who was not overloaded, since the generator must not offer so much; null where nobody was left out. */
function noRoomText({ calibrations }: ReportInput, { scenario, entries, surges, blocks }: Conclusion): string | null {
  const without = entries.filter(({ id }) => !surges.some(({ entry }) => entry === id));
  if (without.length === 0 || blocks.done === 0) return null;
  const ceilings = (calibrations[scenario] ?? []).flatMap(({ generator }) => generator?.ceilingPerS ?? []);
  const most = ceilings.length === 0 ? '' : `, ${formatRate(Math.floor(mostOffered(Math.max(...ceilings))))} here`;
  return `No surge of ${listed(without.map(({ id }) => plainText(id)))}: it would be more than the load generator may offer${most}.`;
}
