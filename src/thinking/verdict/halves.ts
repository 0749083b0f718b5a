import type { Pair, RatioEstimate } from '../estimate/estimate.ts';
import { estimateRatio } from '../estimate/ratio.ts';
import { tCdf } from '../estimate/t.ts';
import { metricOf } from '../measurement/reading.ts';
import type { Hearing } from './hearing.ts';
import { pairUp } from './rounds.ts';
import type { Refusal, Verdict } from './verdict.ts';

/** Error rate of the whole check in one scenario: so many sound ones are refused for a drift they do not have. */
const DRIFT_ALPHA = 0.01;

/** Level of the two intervals that a refusal shows. */
const SHOWN_LEVEL = 0.95;

/** Two halves of a run that say different things. */
export interface Halves {
  readonly first: RatioEstimate;
  readonly second: RatioEstimate;
}

/**
 * The first half of the blocks and the second, where they tell different ratios: by Welch's test (1947) at `alpha`, and by more than
 * the margin, since a drift too small to matter spoils nothing. Null where they agree or are too short to be asked.
 *
 * @param margin smallest difference that matters, as a share. @param level of the intervals in the answer.
 */
export function halvesApart(pairs: readonly Pair[], margin: number, alpha: number, level: number): Halves | null {
  const ordered = pairs.toSorted((one, other) => one.block - other.block);
  const middle = Math.floor(ordered.length / 2);
  const first = estimateRatio(ordered.slice(0, middle), level);
  const second = estimateRatio(ordered.slice(middle), level);
  if (first.kind === 'none' || second.kind === 'none') return null;
  const apart = Math.abs(Math.log(first.ratio) - Math.log(second.ratio));
  if (apart <= Math.log1p(margin)) return null;
  return pOfApart(apart, first, second) < alpha ? { first, second } : null;
}

/** Two-sided p of a difference of two estimates with their own scatter; the degrees of freedom are Satterthwaite's (1946). */
function pOfApart(apart: number, first: RatioEstimate, second: RatioEstimate): number {
  const [one, other] = [first.within.se ** 2, second.within.se ** 2];
  if (one + other === 0) return 0;
  const df = (one + other) ** 2 / (one ** 2 / first.within.df + other ** 2 / second.within.df);
  return 2 * tCdf(-apart / Math.sqrt(one + other), df);
}

/**
 * The first primary question whose halves tell different ratios, as a refusal; each of them is asked its share of the error rate.
 * Each sitting has halves of its own: what lies between two sittings is in the interval.
 */
export function driftOf({ scenario, sorted }: Hearing, verdicts: readonly Verdict[]): Refusal | null {
  const primary = verdicts.filter(({ metric }) => metricOf(metric).primary);
  const sittings = [...new Set(sorted.counted.map(({ sitting }) => sitting))];
  const alpha = DRIFT_ALPHA / (primary.length * sittings.length);
  for (const { metric, contender, against, margin } of primary) {
    const { pairs } = pairUp(sorted.counted, metricOf(metric), contender, against);
    for (const sitting of sittings) {
      const own = pairs.filter((pair) => pair.sitting === sitting);
      const halves = halvesApart(own, margin, alpha, SHOWN_LEVEL);
      if (halves !== null) return { kind: 'halves-differ', scenario, metric, contender, against, ...halves };
    }
  }
  return null;
}
