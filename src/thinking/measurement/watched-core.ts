import type { WatchedCore } from './surroundings.ts';

/** Fewer do not tell how a phase was: at one every 3 ms, a third of a second. */
const LEAST_SAMPLES = 100;

/**
 * What the samples of a phase come to; null where they are too few. The mean is the geometric one: logs are what is compared, and a
 * moment at which the hypervisor took the core away weighs little in it.
 *
 * @param ns CPU time of the piece of work, in ns, a sample each.
 */
export function watchedCore(ns: readonly number[]): WatchedCore | null {
  // Work that took no time was timed by a clock too coarse for it.
  if (ns.length < LEAST_SAMPLES || ns.some((one) => one <= 0)) return null;
  const sorted = ns.toSorted((a, b) => a - b);
  const lowNs = sorted[Math.floor(sorted.length / 10)] ?? 0;
  const meanNs = Math.exp(ns.reduce((sum, one) => sum + Math.log(one), 0) / ns.length);
  return { samples: ns.length, lowNs, meanNs };
}
