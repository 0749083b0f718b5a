import { middleOf } from './centre.ts';
import type { RankInterval } from './estimate.ts';

/** Distributions already worked out, by n: the same for ever, and asked for at every verdict. */
const KNOWN = new Map<number, Float64Array>();

/** P(W ≤ w) for w = 0, 1, … of the signed-rank statistic of n values under symmetry about 0; exact to rounding. */
function cumulative(n: number): Float64Array {
  const known = KNOWN.get(n);
  if (known !== undefined) return known;
  const counted = countUp(n);
  KNOWN.set(n, counted);
  return counted;
}

function countUp(n: number): Float64Array {
  // Each rank is in the sum or not, with equal chance: one convolution a rank.
  let chances = new Float64Array((n * (n + 1)) / 2 + 1);
  chances[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    const before = chances;
    // Below the rank there is no sum to come from: an index before the first gives none.
    chances = before.map((chance, sum) => (chance + (before[sum - rank] ?? 0)) / 2);
  }
  let total = 0;
  return chances.map((chance) => (total += chance));
}

/** How many of the averages to leave out on each side, plus one; null where none is few enough for the level. */
function cut(n: number, level: number): { readonly k: number; readonly level: number } | null {
  const below = cumulative(n);
  const k = below.findIndex((chance) => 1 - 2 * chance < level);
  const reached = below[k - 1];
  return reached === undefined ? null : { k, level: 1 - 2 * reached };
}

/** The averages of all pairs of values, each value with itself included, ascending (Walsh averages). */
function averages(values: readonly number[]): Float64Array {
  return Float64Array.from(
    values.flatMap((one, index) => values.slice(index).map((other) => (one + other) / 2)),
  ).toSorted();
}

/**
 * The Hodges-Lehmann estimate of the centre of symmetry, the median of all pairwise averages, with the exact interval of the
 * signed-rank test: from the k-th smallest to the k-th largest average, k the greatest with 1 − 2·P(W ≤ k − 1) ≥ level
 * (Hodges & Lehmann 1963; Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3.2-3.3).
 *
 * It asks for symmetry only, so one wild value moves it by at most one rank; the t interval, which asks for more, is narrower
 * where it may. Null where so few values reach no such level: at 95 % below 6, at 99.9 % below 11. Bounds come in steps.
 */
export function signedRank(values: readonly number[], level: number): RankInterval | null {
  const pick = cut(values.length, level);
  if (pick === null) return null;
  const sorted = averages(values);
  const kept = sorted.subarray(pick.k - 1, sorted.length - pick.k + 1);
  const low = kept.reduce((least, average) => Math.min(least, average));
  const high = kept.reduce((most, average) => Math.max(most, average));
  return { centre: middleOf(sorted), low, high, level: pick.level };
}
