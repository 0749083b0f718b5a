import type { Collection } from './collector-lines.ts';

/** What a collector did under the common load, by its runtime's own record. */
export interface Collected {
  readonly forS: number;
  readonly young: number;
  readonly whole: number;
  /** All together. */
  readonly pausedMs: number;
  /** Null where there was none. */
  readonly longestMs: number | null;
  /** Live after the last collection of the whole heap; null where there was none. */
  readonly liveMB: number | null;
}

/** @param collections of a phase, in their order. */
export function collectedOf(collections: readonly Collection[], forS: number): Collected {
  const whole = collections.filter(({ kind }) => kind === 'whole');
  const pauses = collections.flatMap(({ pausesMs }) => pausesMs);
  return {
    forS,
    young: collections.length - whole.length,
    whole: whole.length,
    pausedMs: pauses.reduce((sum, one) => sum + one, 0),
    longestMs: pauses.length === 0 ? null : Math.max(...pauses),
    liveMB: whole.at(-1)?.afterMB ?? null,
  };
}
