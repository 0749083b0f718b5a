import { pss } from '../probe/tree.ts';

/** Reading the set sizes holds a lock of the contender's memory for a moment, so it is done a few times a second at most. */
const EVERY_MS = 400;

/** Watches a tree's proportional set size until stopped; `stop` gives the peak in MiB, or null where it could not be read. */
export function watchMemory(pids: () => readonly number[]): { stop(): number | null } {
  let peak: number | null = null;
  const look = (): void => {
    const mib = pss(pids());
    if (mib !== null && (peak === null || mib > peak)) peak = mib;
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}
