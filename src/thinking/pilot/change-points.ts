import { median } from '../estimate/centre.ts';

/** A stretch of a series with one mean. */
export interface Segment {
  /** Index of its first value. */
  readonly from: number;
  /** Index after its last. */
  readonly to: number;
  readonly mean: number;
}

/** Below this no change matters, and a series that by chance repeats to the last digit would be all changes. */
const LEAST_SD = 0.005;

/** The median of |z| of the standard normal distribution. */
const MEDIAN_OF_NORMAL = 0.674489750196082;

/**
 * The standard deviation of a series about its local mean, from the median of its steps: a change of the mean is one step, however
 * high, and moves the median of the others little.
 */
function localSd(values: readonly number[]): number {
  const steps = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  return Math.max(LEAST_SD, (median(steps) ?? 0) / (MEDIAN_OF_NORMAL * Math.SQRT2));
}

/**
 * What one more segment must explain, in squared standard deviations, per log of the length. Schwarz (1978) has 2 for a mean and a
 * place; with the standard deviation taken from as few as seven steps, that finds a change in every third series without any. At 5 it
 * is one in twelve of 8 values and one in thirty of 20; see the tests.
 */
const PENALTY = 5;

/**
 * Where the mean of a series changes: the division into segments with the least squared error, each further segment at a price
 * (optimal partitioning, Jackson et al. 2005; the exact search that PELT, Killick et al. 2012, makes fast for series longer than
 * these). Barrett et al. (2017) find the warm-up of virtual machines so.
 *
 * @param values logs, so that a step of 0.03 is 3 %; at least one.
 */
export function segmentsOf(values: readonly number[]): readonly Segment[] {
  const price = PENALTY * Math.log(values.length) * localSd(values) ** 2;
  const errorOf = squaredErrors(values);
  // The least cost of the values before each index, and where the last segment of that division begins.
  const best: { readonly cost: number; readonly from: number }[] = [{ cost: -price, from: 0 }];
  for (let to = 1; to <= values.length; to += 1) {
    const choices = best.map(({ cost }, from) => ({ cost: cost + errorOf(from, to) + price, from }));
    best.push(choices.reduce((least, one) => (one.cost < least.cost ? one : least)));
  }
  const segments: Segment[] = [];
  for (let to = values.length; to > 0; to = best[to]?.from ?? 0) {
    const from = best[to]?.from ?? 0;
    segments.unshift({ from, to, mean: meanOf(values.slice(from, to)) });
  }
  return segments;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squaredErrors(values: readonly number[]): (from: number, to: number) => number {
  return (from, to) => {
    const own = values.slice(from, to);
    const mean = meanOf(own);
    return own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
}
