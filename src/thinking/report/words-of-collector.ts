import { formatNumber, formatRate, formatShare, formatValue } from '../quantity/format.ts';
import type { CollectorEntry } from '../verdict/collector-record.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import { UNKNOWN } from './figures.ts';
import { plainText } from './plain-text.ts';
import type { RecordTable } from './record-table.ts';
import { listed } from './sentence.ts';

/** What collectors did, by their runtimes' own records; null where none was taken. */
export function collectorTable({ collectors, entries }: Conclusion): RecordTable | null {
  if (collectors.length === 0) return null;
  const without = entries.filter(({ id }) => !collectors.some(({ entry }) => entry === id));
  const sentences = [
    'By the record that each runtime writes of itself, in a process of its own under the common rate; medians over the rounds. Paused: of the time, with everything standing still; what a collector does beside the program is not in it, though on one core the two take turns.',
    ...(without.length === 0
      ? []
      : [
          `No record of ${listed(without.map(({ id }) => plainText(id)))}, where there is no collector or none is named.`,
        ]),
  ];
  return {
    title: 'What the collector did',
    text: sentences.join(' '),
    heads: ['young', 'whole', 'paused', 'longest pause', 'longest of all', 'live after'],
    rows: collectors.map((record) => ({ id: record.entry, contender: record.contender, cells: cellsOf(record) })),
  };
}

function or(value: number | null, show: (known: number) => string): string {
  return value === null ? UNKNOWN : show(value);
}

function ms(value: number): string {
  return formatValue(value, 'ms');
}

function cellsOf(record: CollectorEntry): readonly string[] {
  return [
    or(record.youngPerS, formatRate),
    or(record.wholePerS, formatRate),
    or(record.pausedShare, formatShare),
    or(record.longestMs?.median ?? null, ms),
    or(record.longestOfAllMs, ms),
    or(record.liveMB, (value) => `${formatNumber(value)} MB`),
  ];
}
