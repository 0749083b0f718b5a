import type { RatioEstimate } from './estimate.ts';
import type { Spread } from './fit.ts';
import { spreadsOf } from './ratio.ts';
import { tQuantile } from './t.ts';

/** Chance with which an effect of the size we call "smallest" would have been seen. */
const POWER = 0.8;

/** No sane run has more blocks; beyond this the honest answer is that blocks will not settle it. */
const MOST_BLOCKS = 10_000;

/** The standard errors with `n` blocks of the same scatter and design in the same sittings: more blocks bring those no closer. */
function withBlocks(estimate: RatioEstimate, n: number): readonly Spread[] {
  const { within, between } = estimate;
  const scaled = { se: within.se * Math.sqrt(estimate.n / n), df: within.df + (n - estimate.n) };
  return spreadsOf({ within: scaled, between });
}

/** Log of the smallest effect seen with 80 % power by a two-sided test at `alpha`. */
function smallestLogEffect(spreads: readonly Spread[], alpha: number): number {
  return Math.max(...spreads.map(({ se, df }) => (tQuantile(1 - alpha / 2, df) + tQuantile(POWER, df)) * se));
}

/**
 * The smallest difference this run would have called four times in five, as a share: 0.05 = 5 %.
 * exp((t(1−α/2) + t(0.8))·se) − 1; the usual approximation to the noncentral t, good to a few percent from 6 blocks.
 */
export function smallestEffect(estimate: RatioEstimate, alpha: number): number {
  return Math.expm1(estimate.grain + smallestLogEffect(spreadsOf(estimate), alpha));
}

/** The same of a run that is still to come, by the standard errors it would have; the one that sees least rules. */
export function smallestEffectOf(spreads: readonly Spread[], alpha: number): number {
  return Math.expm1(smallestLogEffect(spreads, alpha));
}

/**
 * How many blocks in all would settle the question, should the scatter and the estimate stay what they are; null
 * beyond 10,000. Two things are asked of that number: a difference as large as the margin would be seen (80 % power),
 * and one of the two rules, "clear of 1" or "lies inside the margin", holds for this very estimate.
 *
 * Rejected: n·(half-width ÷ ln(1+m))², which is the count at which a difference of the margin's size is seen every
 * second time only, and which promises an answer at a ratio where neither rule can yet hold.
 *
 * @param margin smallest difference that matters, as a share.
 * @param floor difference that the whole interval must be beyond to count as one, as a share; 0 without a floor.
 */
export function blocksToSettle(estimate: RatioEstimate, margin: number, alpha: number, floor = 0): number | null {
  const logMargin = Math.log1p(margin);
  const logFloor = Math.log1p(floor);
  const distance = Math.abs(Math.log(estimate.ratio));
  const { grain } = estimate;
  const settles = (n: number): boolean => {
    const spreads = withBlocks(estimate, n);
    if (grain + smallestLogEffect(spreads, alpha) > logMargin) return false;
    const half = grain + Math.max(...spreads.map(({ se, df }) => tQuantile(1 - alpha / 2, df) * se));
    return half < distance - logFloor || distance + half < logMargin;
  };
  if (!settles(MOST_BLOCKS)) return null;
  // More blocks never unsettle it, so halving finds the first.
  let no = estimate.n;
  let yes = MOST_BLOCKS;
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (settles(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
