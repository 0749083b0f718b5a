import type { Difference } from '../../thinking/contract/contract.ts';
import { wrongDeliveries, type Delivery } from '../../thinking/contract/deliveries.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Demand } from '../generator/generator.ts';

/** How many deliveries of a phase are wrong, of how many, and one of them. */
export interface Spoilt {
  readonly wrong: number;
  readonly of: number;
  readonly example: readonly Difference[];
}

/** What must not happen over connections that stand, however seldom: each delivery is known by its mark, and all are looked at. */
const NEVER = ['dropped', 'duplicates', 'strangers', 'reordered', 'misnumbered'] as const;

/**
 * What is wrong with the deliveries of a phase that is within the objective's errors, or null: a single one that was lost, doubled, sent
 * astray, put behind a later one or numbered so, or one of those kept whole that is not what it must be.
 */
export function spoiltRoom(
  demand: Demand,
  { books }: Pick<Phase, 'books'>,
  wrongBy: Readonly<Record<string, number>>,
  kept: readonly Delivery[],
): Spoilt | null {
  if (demand.kind !== 'rooms') return null;
  const { delivered, members } = demand.rooms;
  const counted = NEVER.flatMap((kind) => {
    const times = wrongBy[kind] ?? 0;
    return times === 0 ? [] : [{ where: kind, expected: 'none', got: String(times), times }];
  });
  const [first] = counted;
  if (first !== undefined) {
    const { where, expected, got } = first;
    const wrong = counted.reduce((sum, { times }) => sum + times, 0);
    return { wrong, of: books.planned, example: [{ where, expected, got }] };
  }
  const found = delivered === null ? null : wrongDeliveries(kept, delivered, members);
  return found === null ? null : { ...found, of: kept.length };
}
