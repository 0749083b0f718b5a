import type { Spread } from './fit.ts';

/** One block's pair of values of a metric, with the positions the two rounds had in the block. */
export interface Pair {
  readonly block: number;
  readonly contender: number;
  readonly against: number;
  readonly contenderPosition: number;
  readonly againstPosition: number;
  /** The stretch of time it was measured in; blocks of one sitting share its number. */
  readonly sitting: number;
  /** How slow the core was meanwhile; null where it was not watched, or moves the metric little. */
  readonly slowness: Slowness | null;
}

/** Logs of the time that one and the same piece of work took on the core, during each side's phase. */
export interface Slowness {
  readonly contender: number;
  readonly against: number;
}

/** A centre with a distribution-free interval. */
export interface RankInterval {
  readonly centre: number;
  readonly low: number;
  readonly high: number;
  /** Level reached, at least the one asked for. */
  readonly level: number;
}

/** An interval on a ratio (contender ÷ against). */
export interface RatioEstimate {
  readonly kind: 'estimate';
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** Confidence level of `low` and `high`, e.g. 0.95. */
  readonly level: number;
  /** Blocks it rests on. */
  readonly n: number;
  /** Residual standard deviation of the log ratio per block. */
  readonly sd: number;
  /** Standard errors of the log ratio, from which any other interval follows: whichever makes it wider rules. */
  readonly within: Spread;
  readonly between: Spread | null;
  /** True where it is the ratio at equal speeds of the core, which was watched. */
  readonly atEqualSpeed: boolean;
  /** Log of the step of the grid that the values were rounded to; 0 where they were not. */
  readonly grain: number;
  /** The ratio of each sitting by itself, in their order. */
  readonly sittings: readonly number[];
  /** The distribution-free interval beside it, on the ratio; null where so few blocks have none of this level. */
  readonly rank: RankInterval | null;
}

/** Too little to say anything: `n` pairs where `needed` are. */
export interface NoEstimate {
  readonly kind: 'none';
  readonly n: number;
  readonly needed: number;
}

export type Estimate = RatioEstimate | NoEstimate;

/** Centre and interval of repeated values of one metric of one contender. */
export interface Centre {
  readonly median: number;
  /** Null below the number of rounds at which an interval of the level exists. */
  readonly low: number | null;
  readonly high: number | null;
  /** Level reached, at least the one asked for; null with no interval. */
  readonly level: number | null;
  readonly n: number;
}
