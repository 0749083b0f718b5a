import type { Estimate, Pair, RankInterval, RatioEstimate, Slowness } from './estimate.ts';
import { fit, type Point, type Spread } from './fit.ts';
import { signedRank } from './signed-rank.ts';
import { tQuantile } from './t.ts';

/** Fewest pairs that leave two degrees of freedom beside the centre and the position. */
export const PAIRS_NEEDED = 4;

/**
 * Blocks from which on the slowness of the core stands in the model. Its two slopes cost two degrees of freedom: nothing to speak of
 * from here on (at 95 % the quantile of t is 2.45 in place of 2.31), and with six blocks more than most machines give back.
 */
export const BLOCKS_FOR_SPEED = 10;

/** The pairs as they were measured: without the core's slowness, which then stands in no model. */
export function asMeasured(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.map((pair) => ({ ...pair, slowness: null }));
}

/** The pairs with their slowness, where all of enough pairs have one; else none. */
function watchedOf(pairs: readonly Pair[]): readonly (Pair & { readonly slowness: Slowness })[] {
  const watched = pairs.flatMap((pair) => (pair.slowness === null ? [] : [{ ...pair, slowness: pair.slowness }]));
  return watched.length === pairs.length && watched.length >= BLOCKS_FOR_SPEED ? watched : [];
}

/**
 * The two sides' slowness are covariates, at 0 where both are what they were on average in this run, either side's: that is the speed
 * at which the ratio is told. Each side has its own slope, since a slow core does not slow all alike.
 */
function toPoints(pairs: readonly Pair[]): readonly Point[] {
  const watched = watchedOf(pairs);
  if (watched.length === 0) return pairs.map(toPoint);
  const both = watched.flatMap(({ slowness }) => [slowness.contender, slowness.against]);
  const middle = both.reduce((sum, one) => sum + one, 0) / both.length;
  return watched.map((pair) => ({
    ...toPoint(pair),
    ours: pair.slowness.contender - middle,
    theirs: middle - pair.slowness.against,
  }));
}

function toPoint(pair: Pair): Point {
  for (const value of [pair.contender, pair.against]) {
    if (!(value > 0) || !Number.isFinite(value)) {
      throw new Error(`a ratio needs positive values, block ${pair.block} has ${pair.contender} and ${pair.against}`);
    }
  }
  // A difference of logs, not the log of a quotient: swapping the two sides then flips the sign to the last bit.
  return {
    y: Math.log(pair.contender) - Math.log(pair.against),
    place: pair.contenderPosition - pair.againstPosition,
    ours: 0,
    theirs: 0,
    sitting: pair.sitting,
  };
}

/**
 * The signed-rank interval of the log ratios, with what their covariates make taken off. The slopes in that are estimates, so with 8 to
 * 12 blocks it holds the truth in 93 of 100 runs where it says 96: enough for a second condition, not for the interval that is quoted.
 * Null where so few blocks have none of this level.
 */
export function rankInterval(pairs: readonly Pair[], level: number, grain = 0): RankInterval | null {
  return rankOf(fit(toPoints(pairs)).adjusted, level, grain);
}

function rankOf(adjusted: readonly number[], level: number, grain: number): RankInterval | null {
  const found = signedRank(adjusted, level);
  if (found === null) return null;
  const { centre, low, high } = found;
  return { centre: Math.exp(centre), low: Math.exp(low - grain), high: Math.exp(high + grain), level: found.level };
}

/**
 * The ratio contender ÷ against from paired blocks, with a t interval of the given two-sided level.
 *
 * Rounds, not requests, are the sample. Model: d = ln contender − ln against = mu + gamma·(position difference)
 * + e, least squares; the ratio is exp(mu), what would be seen with both in the same place of the block. Position
 * stands in the model since the machine slows and warms within a block: without it the order's penalty is noise.
 * df = n − 2, or n − 1 where all position differences are equal (then position and ratio cannot be told apart, and
 * the design, not this function, must prevent it). From ten blocks on, where the core was watched, how slow it was during either
 * side's phase stands beside the position, and df is less by two: the ratio is then that at equal speeds of the core. Blocks of several sittings: each has its own mu, see `fit`, and the interval is
 * the wider of the two that their scatter within and between sittings make, so that it holds however the machine drifts and
 * never promises more than the blocks themselves do. Beside it stands the signed-rank interval of the same blocks. Rejected:
 * percentile and BCa bootstrap (8-20 % false differences at n < 30), dropping outliers by value (doubles them).
 *
 * Values may be rounded down to a grid of ratios. Each log ratio is then off by less than one step of it, and so is their mean: the
 * interval is wider by a step to each side, and so holds wherever between two steps the truth lies. To take the scatter of rounded
 * values for theirs would promise more, most of all where all blocks round alike and scatter not at all.
 *
 * @param grain log of a step of that grid; 0 where values are not rounded.
 * @throws on a value that is not positive: the caller turns unreadable values into missing pairs.
 */
export function estimateRatio(pairs: readonly Pair[], level: number, grain = 0): Estimate {
  const points = toPoints(pairs);
  if (points.length < PAIRS_NEEDED) return { kind: 'none', n: points.length, needed: PAIRS_NEEDED };
  const { mu, sd, within, between, means, adjusted } = fit(points);
  const half = halfWidth({ within, between, grain }, level);
  return {
    kind: 'estimate',
    ratio: Math.exp(mu),
    low: Math.exp(mu - half),
    high: Math.exp(mu + half),
    level,
    n: points.length,
    sd,
    within,
    between,
    atEqualSpeed: watchedOf(pairs).length > 0,
    grain,
    sittings: means.map(Math.exp),
    rank: rankOf(adjusted, level, grain),
  };
}

/** The standard errors that an estimate has. */
export function spreadsOf({ within, between }: Pick<RatioEstimate, 'within' | 'between'>): readonly Spread[] {
  return between === null ? [within] : [within, between];
}

/** Half the width of the interval in logs, by whichever standard error makes it wider. */
function halfWidth(estimate: Pick<RatioEstimate, 'within' | 'between' | 'grain'>, level: number): number {
  const widths = spreadsOf(estimate).map(({ se, df }) => tQuantile((1 + level) / 2, df) * se);
  return estimate.grain + Math.max(...widths);
}

/** Bounds on a ratio at a level. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** The same estimate's interval at another two-sided level. */
export function interval(estimate: RatioEstimate, level: number): Interval {
  const centre = Math.log(estimate.ratio);
  const half = halfWidth(estimate, level);
  return { low: Math.exp(centre - half), high: Math.exp(centre + half), level };
}

/** True where the interval leaves 1 out on either side; touching it is not leaving it out. */
export function excludesOne(bounds: { readonly low: number; readonly high: number }): boolean {
  return bounds.low > 1 || bounds.high < 1;
}
