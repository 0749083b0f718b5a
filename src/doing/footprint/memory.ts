import { treeMemory } from '../probe/tree.ts';

/** Often enough for a load of a second; a look holds a lock of the contender's memory for about a millisecond. */
export const LOOK_EVERY_MS = 100;

/** Watches a tree's memory until stopped; `stop` gives the highest in MiB, null where it could not be read. */
export function watchPeak(pids: () => readonly number[]): { stop(): number | null } {
  let peak: number | null = null;
  const look = (): void => {
    const now = treeMemory(pids());
    if (now !== null) peak = Math.max(peak ?? 0, now);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
