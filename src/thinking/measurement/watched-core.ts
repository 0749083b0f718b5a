import type { WatchedCore, WatchedTime } from './surroundings.ts';

/** Fewer do not tell how a phase was: at one every 10 ms, a fifth of a second. */
const LEAST_SAMPLES = 20;

/**
 * What the samples of a phase come to; null where they are too few.
 *
 * @param loadsNs CPU time of the loads and stores, in ns, a sample each.
 * @param codeNs that of the calls, of the same samples.
 */
export function watchedCore(loadsNs: readonly number[], codeNs: readonly number[]): WatchedCore | null {
  const samples = Math.min(loadsNs.length, codeNs.length);
  // Work that took no time was timed by a clock too coarse for it.
  if (samples < LEAST_SAMPLES || [...loadsNs, ...codeNs].some((ns) => ns <= 0)) return null;
  return { samples, loads: timeOf(loadsNs), code: timeOf(codeNs) };
}

/** The geometric mean: logs are what is compared, and a moment at which the hypervisor took the core away weighs little in it. */
function timeOf(ns: readonly number[]): WatchedTime {
  const sorted = ns.toSorted((a, b) => a - b);
  const lowNs = sorted[Math.floor(sorted.length / 10)] ?? 0;
  const meanNs = Math.exp(ns.reduce((sum, one) => sum + Math.log(one), 0) / ns.length);
  return { lowNs, meanNs };
}
