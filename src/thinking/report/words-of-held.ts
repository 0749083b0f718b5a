import type { HeldKind } from '../scenario/scenario.ts';
import { formatNumber, formatValue } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { HeldRecord } from '../verdict/held-record.ts';
import { rowsOf, UNKNOWN } from './figures.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import type { RecordTable } from './record-table.ts';
import { count } from './words.ts';

const TITLE = 'Memory of connections held open';

/** What each is, and what it is in the middle of. */
const KINDS: Readonly<Record<HeldKind, (path: string) => string>> = {
  waiting: (path) => `each asked for ${path} and waiting for its answer`,
  idle: (path) => `each kept after it was answered at ${path}, with nothing to do`,
  websocket: (path) => `each a WebSocket at ${path} on which nobody speaks`,
};

/** By how many are open, and what one of them takes; null where the scenario asks for none or nothing was measured. */
export function heldTable(input: ReportInput, conclusion: Conclusion): RecordTable | null {
  const text = heldText(input, conclusion);
  if (text === null) return null;
  const rows = rowsOf(conclusion);
  const counts = [...new Set(conclusion.held.flatMap(({ steps }) => steps.map((step) => step.count)))];
  const ascending = counts.toSorted((a, b) => a - b);
  return {
    title: TITLE,
    text,
    heads: [...ascending.map((many) => (many === 0 ? 'none' : formatNumber(many))), 'each'],
    rows: conclusion.held.map((record) => {
      const each = rows.find(({ id }) => id === record.entry)?.figure('held-memory').centre ?? null;
      const cells = ascending.map((many) => memoryText(record, many));
      const last = each === null ? UNKNOWN : formatValue(each.median, 'KiB');
      return { id: record.entry, contender: record.contender, cells: [...cells, last] };
    }),
  };
}

function memoryText({ steps }: HeldRecord, many: number): string {
  const memoryMiB = steps.find((step) => step.count === many)?.memoryMiB ?? null;
  return memoryMiB === null ? UNKNOWN : formatValue(memoryMiB, 'MiB');
}

/** What was held, what the columns mean, and who could not hold as many. */
function heldText({ scenarios }: ReportInput, conclusion: Conclusion): string | null {
  const asked = scenarios.find(({ id }) => id === conclusion.scenario)?.held ?? null;
  if (asked === null || conclusion.held.length === 0) return null;
  const what = KINDS[asked.kind](asked.path);
  return [
    `A process that does nothing else holds so many connections, ${what}: medians over the rounds, read a second after the last was opened.`,
    'Each: the slope from the fewest to the most, so without what a process takes for its first.',
    ...conclusion.held.flatMap(fallenText),
  ].join(' ');
}

/** `node-fastify had 9,012 of 10,000 in 3 of 12 rounds (the first to go: closed).` And who waits for a turn in place of the upstream. */
function fallenText({ entry, kind, rounds, steps }: HeldRecord): readonly string[] {
  // Whoever cannot hold a number cannot hold more of them either.
  const fallen = steps.find(({ fell }) => fell !== null);
  if (fallen !== undefined && fallen.fell !== null) {
    const { open, lost, rounds: times } = fallen.fell;
    const how = lost === null ? '' : ` (the first to go: ${lost})`;
    const kept = `${formatNumber(open)} of ${formatNumber(fallen.count)}`;
    return [plainText(`${entry} had ${kept} in ${times} of ${count(rounds, 'round')}${how}.`)];
  }
  const most = steps.at(-1);
  if (kind !== 'waiting' || most === undefined || most.asked === null || most.asked >= most.count) return [];
  const asked = `${formatNumber(most.asked)} of ${formatNumber(most.count)}`;
  const turns = `${entry} had asked the upstream for ${asked} and kept the others waiting for a turn`;
  return [plainText(`${turns}: what they take is less than the question is about.`)];
}
