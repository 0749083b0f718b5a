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
  const [one, other] = [first.se ** 2, second.se ** 2];
  if (one + other === 0) return 0;
  const df = (one + other) ** 2 / (one ** 2 / first.df + other ** 2 / second.df);
  return 2 * tCdf(-apart / Math.sqrt(one + other), df);
}

/** The first primary question whose halves tell different ratios, as a refusal; each of them is asked its share of the error rate. */
export function driftOf({ scenario, sorted }: Hearing, verdicts: readonly Verdict[]): Refusal | null {
  const primary = verdicts.filter(({ metric }) => metricOf(metric).primary);
  for (const { metric, contender, against, margin } of primary) {
    const { pairs } = pairUp(sorted.counted, metricOf(metric), contender, against);
    const halves = halvesApart(pairs, margin, DRIFT_ALPHA / primary.length, SHOWN_LEVEL);
    if (halves !== null) return { kind: 'halves-differ', scenario, metric, contender, against, ...halves };
  }
  return null;
}
