import type { HeldKind } from '../scenario/scenario.ts';

/** A number of connections, and what the contender's tree took while they were open. */
export interface HeldStep {
  /** That were opened; 0: before the first. */
  readonly count: number;
  /** Of them, still as they are to be when memory was read. */
  readonly open: number;
  /** Requests that waited at the upstream meanwhile; null without one. Fewer than are open: the others wait in the contender for a turn. */
  readonly asked: number | null;
  /** As in `Measurement`; null where it cannot be read. */
  readonly memoryMiB: number | null;
  /** How the first that was lost ended; null where none was. */
  readonly lost: string | null;
}

/** Connections held open to a process that does nothing else. */
export interface Held {
  readonly kind: HeldKind;
  readonly steps: readonly HeldStep[];
}

const KIB_PER_MIB = 1024;

/** What the tree took with so many open; null where some of them were not, since it then is the memory of fewer. */
export function memoryOf({ count, open, memoryMiB }: HeldStep): number | null {
  return open < count ? null : memoryMiB;
}

/**
 * KiB that a connection takes: the slope from the fewest to the most of them. From none on it would bring in what a process takes
 * once, for its first connection. Null where either is not known, and where memory did not rise, as when a collector ran in between.
 */
export function perConnectionKiB({ steps }: Held): number | null {
  const taken = steps.filter(({ count }) => count > 0);
  const [fewest, most] = [taken[0], taken.at(-1)];
  if (fewest === undefined || most === undefined || most.count <= fewest.count) return null;
  const [low, high] = [memoryOf(fewest), memoryOf(most)];
  if (low === null || high === null || high <= low) return null;
  return ((high - low) * KIB_PER_MIB) / (most.count - fewest.count);
}
