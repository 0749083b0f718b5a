import type { Pair } from '../estimate/estimate.ts';
import type { MetricId } from '../measurement/metric.ts';

/**
 * Differences of a response time below these are nothing, whatever their ratio: a p50 of 0.10 ms is not "twice as slow"
 * as 0.05 ms to anybody. Chosen by judgement, as the margins are: both the share and the floor must be reached. p90 and p99.9 lie
 * between and with them.
 */
const FLOOR_MS: ReadonlyMap<MetricId, number> = new Map([
  ['p50', 0.2],
  ['p90', 0.5],
  ['p99', 1],
  ['p99.9', 1],
  ['busy-p99', 1],
]);

/** What counts as a difference that matters, for one pair and metric. All ratios are ≥ 1 and hold in both directions. */
export interface Bar {
  /** A ratio between 1/`matters` and `matters` does not matter. */
  readonly matters: number;
  /** A ratio must be beyond this to be called a difference at all: 1 without a floor. */
  readonly noticeable: number;
  /** The floor, where the metric has one. */
  readonly floorMs: number | null;
  /** True where the floor is what sets `matters`. */
  readonly floorRules: boolean;
}

/** The geometric mean of all values of both sides: the level at which a ratio is turned into milliseconds. */
function typicalLevel(pairs: readonly Pair[]): number {
  const logs = pairs.map((pair) => (Math.log(pair.contender) + Math.log(pair.against)) / 2);
  return Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
}

/**
 * The bar for a metric.
 *
 * A difference of response time matters only if it reaches the margin and the floor, so what does not matter is the
 * union of both zones. The floor is turned into a ratio r by f = g·(√r − 1/√r), with g the geometric mean of both
 * sides: ln r = 2·asinh(f / 2g). Taking g, not one side's value, makes the rule the same read from either side. That g
 * is itself an estimate is left out of account: its error is small beside the choice of the floor.
 *
 * @param margin share, 0.05 = 5 %.
 */
export function barFor(metric: MetricId, margin: number, pairs: readonly Pair[]): Bar {
  const floorMs = FLOOR_MS.get(metric) ?? null;
  if (floorMs === null) return { matters: 1 + margin, noticeable: 1, floorMs, floorRules: false };
  const noticeable = Math.exp(2 * Math.asinh(floorMs / (2 * typicalLevel(pairs))));
  return { matters: Math.max(1 + margin, noticeable), noticeable, floorMs, floorRules: noticeable > 1 + margin };
}
