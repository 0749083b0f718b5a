import type { MetricId } from '../measurement/metric.ts';
import { formatNumber } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import { rowsOf, UNKNOWN, type EntryRow } from './figures.ts';
import { plainText } from './plain-text.ts';

function msIn(row: EntryRow, metric: MetricId): string {
  const { centre } = row.figure(metric);
  return centre === null ? UNKNOWN : formatNumber(centre.median);
}

/** How the pieces of streamed answers came, in one line; null where none is streamed. */
export function piecesText(conclusion: Conclusion): string | null {
  if (!conclusion.summaries.some(({ metric }) => metric === 'first-piece')) return null;
  const entries = rowsOf(conclusion).map(
    (row) => `${plainText(row.id)} ${msIn(row, 'first-piece')} and ${msIn(row, 'piece-gap')}`,
  );
  return `Pieces (p99 to the first, and between them, ms): ${entries.join(' · ')}`;
}
