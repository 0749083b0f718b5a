import { formatNumber, formatShare } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import { MARKS, ratioText, rowsOf, UNKNOWN } from './figures.ts';
import type { EntryRow } from './figures.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';

/** True where the rounds of a scenario searched for the capacity. */
export function hasCapacity({ summaries }: Conclusion): boolean {
  return summaries.some(({ metric }) => metric === 'capacity');
}

/** `p99 within 50 ms, at most 0.1 % errors`: what a capacity is asked at. */
export function objectiveText({ plan: { objective } }: ReportInput): string {
  return `p99 within ${formatNumber(objective.p99Ms)} ms, at most ${formatShare(objective.errors)} errors`;
}

function capacityOf(row: EntryRow): string {
  const { centre, verdict } = row.figure('capacity');
  const perSecond = centre === null ? UNKNOWN : `${formatNumber(centre.median)}/s`;
  const ratio = verdict === null ? null : ratioText(verdict);
  const word = verdict === null ? '' : ` ${MARKS[verdict.verdict]} ${verdict.verdict}`;
  return `${plainText(row.id)} ${perSecond}${ratio === null ? '' : `, ${ratio}`}${word}`;
}

/** What each entry carries at the objective, in one line; null where nobody searched. */
export function capacityText(input: ReportInput, conclusion: Conclusion): string | null {
  if (!hasCapacity(conclusion)) return null;
  return `Capacity (${objectiveText(input)}): ${rowsOf(conclusion).map(capacityOf).join(' · ')}`;
}
