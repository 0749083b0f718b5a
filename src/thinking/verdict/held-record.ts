import { median } from '../estimate/centre.ts';
import { memoryOf, type Held } from '../measurement/held.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';

/** A number of connections, over the rounds of an entry. */
export interface HeldRecordStep {
  readonly count: number;
  /** Median of the rounds in which all were open; null where they were in none, or memory could not be read. */
  readonly memoryMiB: number | null;
  /** The fewest requests that waited at the upstream; null without one. */
  readonly asked: number | null;
  /** Rounds in which some of them were not, and the fewest that were; null where they always were. */
  readonly fell: { readonly rounds: number; readonly open: number; readonly lost: string | null } | null;
}

/** What connections held open took of an entry's memory. What each takes stands in the summaries. */
export interface HeldRecord {
  readonly entry: string;
  readonly contender: string;
  readonly kind: Held['kind'];
  readonly rounds: number;
  readonly steps: readonly HeldRecordStep[];
}

/** The record of each entry to which connections were held. */
export function heldRecords(
  entries: readonly { readonly id: string; readonly contender: string }[],
  counted: readonly CountedBlock[],
): readonly HeldRecord[] {
  return entries.flatMap(({ id, contender }) => {
    const all = roundsOf(counted, id).flatMap(({ round }) => round.held ?? []);
    const [first] = all;
    if (first === undefined) return [];
    const counts = [...new Set(all.flatMap(({ steps }) => steps.map(({ count }) => count)))].toSorted((a, b) => a - b);
    const steps = counts.map((count) => stepOf(count, all));
    return [{ entry: id, contender, kind: first.kind, rounds: all.length, steps }];
  });
}

function stepOf(count: number, all: readonly Held[]): HeldRecordStep {
  const steps = all.flatMap((held) => held.steps.filter((step) => step.count === count));
  const fallen = steps.filter((step) => step.open < step.count).toSorted((a, b) => a.open - b.open);
  const [least] = fallen;
  const asked = steps.flatMap((step) => step.asked ?? []);
  return {
    count,
    memoryMiB: median(steps.flatMap((step) => memoryOf(step) ?? [])),
    asked: asked.length === 0 ? null : Math.min(...asked),
    fell: least === undefined ? null : { rounds: fallen.length, open: least.open, lost: least.lost },
  };
}
