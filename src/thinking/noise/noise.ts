import { PAIRS_NEEDED, estimateRatio } from '../estimate/ratio.ts';
import { smallestEffectOf } from '../estimate/power.ts';
import type { MetricId } from '../measurement/metric.ts';
import { METRICS } from '../measurement/metric.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { GateLimits } from '../verdict/limits.ts';
import { pairUp, sortRounds, type LineUp } from '../verdict/rounds.ts';

/** How much the ratio of one block scatters where a contender is held against itself: what every comparison has to be seen through. */
export interface Scatter {
  readonly scenario: string;
  readonly contender: string;
  readonly metric: MetricId;
  /** Standard deviation of the log ratio of a block; 0.04 is about 4 %. */
  readonly sd: number;
  /** Its interval at 95 %. */
  readonly low: number;
  readonly high: number;
  readonly blocks: number;
}

/** The level of the interval of a scatter, as a point of the normal distribution. */
const Z = 1.959963984540054;

/** Beyond this no run goes, so that more is not worth naming. */
const MOST_BLOCKS = 10_000;

/** χ² ÷ df at the point `z` of the normal (Wilson & Hilferty 1931); from 2 degrees of freedom on within 3 % at 95 %. */
function chiSquareOverDf(z: number, df: number): number {
  const ninth = 2 / (9 * df);
  return Math.max(0, 1 - ninth + z * Math.sqrt(ninth)) ** 3;
}

/** The scatter that a run's placebo shows in each metric; none of a metric without enough values. */
export function noiseOf(lineUp: LineUp, outcomes: readonly RoundOutcome[], gates: GateLimits): readonly Scatter[] {
  const contender = lineUp.entries.find((entry) => entry.id === PLACEBO)?.contender;
  if (contender === undefined) return [];
  const { counted } = sortRounds(lineUp, outcomes, gates);
  // A capacity is a step of a grid: equal ones say that the grid is coarse, not that the machine is quiet.
  return METRICS.filter(({ phase }) => phase !== 'search').flatMap((metric) => {
    const { pairs } = pairUp(counted, metric, PLACEBO, contender);
    const estimate = estimateRatio(pairs, 0.95);
    if (estimate.kind === 'none') return [];
    const { sd, n, within } = estimate;
    const low = sd / Math.sqrt(chiSquareOverDf(Z, within.df));
    const high = sd / Math.sqrt(chiSquareOverDf(-Z, within.df));
    return [{ scenario: lineUp.scenario, contender, metric: metric.id, sd, low, high, blocks: n }];
  });
}

const PLACEBO = 'placebo';

/**
 * The smallest difference that so many blocks of this scatter tell four times in five, as a share; by one comparison at `alpha`.
 *
 * @param fitted what is estimated from the blocks: centre and position, and two more where the core was watched.
 */
export function smallestAt(sd: number, blocks: number, alpha: number, fitted = 2): number {
  return smallestEffectOf([{ se: sd / Math.sqrt(blocks), df: blocks - fitted }], alpha);
}

/** How many blocks tell a difference four times in five; null where 10,000 do not. */
export function blocksFor(sd: number, difference: number, alpha: number): number | null {
  if (smallestAt(sd, MOST_BLOCKS, alpha) > difference) return null;
  let [no, yes] = [PAIRS_NEEDED - 1, MOST_BLOCKS];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (smallestAt(sd, middle, alpha) <= difference) yes = middle;
    else no = middle;
  }
  return yes;
}
