import { treeMemory } from '../probe/tree.ts';

/** Reading the set sizes takes a millisecond or more on the generator's core and holds a lock of the contender's memory meanwhile. */
const EVERY_MS = 1000;

/**
 * Watches a tree's memory until stopped; `stop` gives the peak in MiB, or null where it could not be read.
 *
 * @param everyMs between looks; more of them find short peaks, at the cost of what is being measured.
 */
export function watchMemory(pids: () => readonly number[], everyMs = EVERY_MS): { stop(): number | null } {
  let peak: number | null = null;
  const look = (): void => {
    const mib = treeMemory(pids());
    if (mib !== null && (peak === null || mib > peak)) peak = mib;
  };
  const timer = setInterval(look, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
