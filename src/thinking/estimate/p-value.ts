import type { RatioEstimate } from './estimate.ts';
import { tCdf } from './t.ts';

/**
 * Two-sided p of the estimate were the true ratio no further from 1 than `beyond` in either direction: below α exactly where the
 * interval at 1 − α lies wholly on one side of that zone. 1 where the estimate itself lies within it.
 *
 * @param beyond a ratio of at least 1; 1 asks for any difference.
 */
export function pOfDifference(estimate: RatioEstimate, beyond = 1): number {
  const distance = Math.abs(Math.log(estimate.ratio)) - Math.log(beyond);
  return distance > 0 ? 2 * tCdf(-distance / estimate.se, estimate.df) : 1;
}

/**
 * The larger p of the two one-sided tests that the true ratio is at least `bar` away from 1 (Schuirmann 1987; Berger & Hsu 1996):
 * below α exactly where the interval at 1 − 2α lies within (1/bar, bar). 1 where the estimate itself does not.
 */
export function pOfEquivalence(estimate: RatioEstimate, bar: number): number {
  const room = Math.log(bar) - Math.abs(Math.log(estimate.ratio));
  return room > 0 ? tCdf(-room / estimate.se, estimate.df) : 1;
}
