import type { Centre } from './estimate.ts';

/** The value in the middle of an ascending list that is not empty; the mean of the two middle ones for an even count. */
export function middleOf(sorted: Float64Array): number {
  const { length } = sorted;
  const middle = sorted.subarray(Math.ceil(length / 2) - 1, Math.floor(length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The median. Null for no values. */
export function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : middleOf(Float64Array.from(values).toSorted());
}

/**
 * The narrowest symmetric pair of order statistics that holds the median with at least the level asked for: the k-th
 * smallest and k-th largest, covering 1 − 2·P(Bin(n, ½) ≤ k − 1). Null where even the extremes do not reach it.
 */
function orderStatistics(n: number, level: number): { readonly k: number; readonly level: number } | null {
  let best: { readonly k: number; readonly level: number } | null = null;
  let term = 2 ** -n; // P(Bin(n, ½) = 0); exact, as every later term is to a few ulps
  let below = 0;
  for (let k = 1; k <= n / 2; k += 1) {
    below += term;
    const reached = 1 - 2 * below;
    if (reached < level) break;
    best = { k, level: reached };
    term *= (n - k + 1) / k;
  }
  return best;
}

/**
 * Median of repeated values with its exact distribution-free interval (David & Nagaraja, Order Statistics, 7.1).
 * `level` is the level asked for; the answer states the one reached, which is at least that, since order statistics
 * come in steps. At 95 % no interval exists below six values, and none is made up. Null for no values.
 */
export function centreOf(values: readonly number[], level: number): Centre | null {
  const middle = median(values);
  if (middle === null) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const pick = orderStatistics(sorted.length, level);
  const low = pick === null ? undefined : sorted[pick.k - 1];
  const high = pick === null ? undefined : sorted[sorted.length - pick.k];
  return {
    median: middle,
    low: low ?? null,
    high: high ?? null,
    level: pick?.level ?? null,
    n: sorted.length,
  };
}
