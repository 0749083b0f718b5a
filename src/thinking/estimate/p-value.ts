import type { RatioEstimate } from './estimate.ts';
import { spreadsOf } from './ratio.ts';
import { tCdf } from './t.ts';

/**
 * Two-sided p of the estimate were the true ratio no further from 1 than `beyond` in either direction: below α exactly where the
 * interval at 1 − α lies wholly on one side of that zone. 1 where the estimate itself lies within it.
 *
 * @param beyond a ratio of at least 1; 1 asks for any difference.
 */
export function pOfDifference(estimate: RatioEstimate, beyond = 1): number {
  const distance = Math.abs(Math.log(estimate.ratio)) - estimate.grain - Math.log(beyond);
  return distance > 0 ? 2 * tailBeyond(distance, estimate) : 1;
}

/**
 * The larger p of the two one-sided tests that the true ratio is at least `bar` away from 1 (Schuirmann 1987; Berger & Hsu 1996):
 * below α exactly where the interval at 1 − 2α lies within (1/bar, bar). 1 where the estimate itself does not.
 */
export function pOfEquivalence(estimate: RatioEstimate, bar: number): number {
  const room = Math.log(bar) - estimate.grain - Math.abs(Math.log(estimate.ratio));
  return room > 0 ? tailBeyond(room, estimate) : 1;
}

/** The tail beyond a distance in logs, by whichever standard error leaves more of it. */
function tailBeyond(distance: number, estimate: RatioEstimate): number {
  return Math.max(...spreadsOf(estimate).map(({ se, df }) => tCdf(-distance / se, df)));
}
