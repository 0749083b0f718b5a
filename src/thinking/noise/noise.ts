import { BLOCKS_FOR_SPEED, PAIRS_NEEDED, asMeasured, estimateRatio } from '../estimate/ratio.ts';
import { smallestEffectOf } from '../estimate/power.ts';
import type { MetricId } from '../measurement/metric.ts';
import { METRICS } from '../measurement/metric.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { GateLimits } from '../verdict/limits.ts';
import { pairUp, sortRounds, type LineUp } from '../verdict/rounds.ts';

/** The scatter of one block, and what more blocks or fewer can have of it. */
export interface BlockScatter {
  /** Standard deviation of the log ratio of a block; 0.04 is about 4 %. */
  readonly sd: number;
  /** Whether `sd` is that at equal speeds of the core. */
  readonly atEqualSpeed: boolean;
  /** The same with the core's speed left in, as fewer blocks than can allow for it will have it. */
  readonly measuredSd: number;
}

/** How much the ratio of one block scatters where a contender is held against itself: what every comparison has to be seen through. */
export interface Scatter extends BlockScatter {
  readonly scenario: string;
  readonly contender: string;
  readonly metric: MetricId;
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
    const measured = estimateRatio(asMeasured(pairs), 0.95);
    if (estimate.kind === 'none' || measured.kind === 'none') return [];
    const { sd, n, within, atEqualSpeed } = estimate;
    const low = sd / Math.sqrt(chiSquareOverDf(Z, within.df));
    const high = sd / Math.sqrt(chiSquareOverDf(-Z, within.df));
    const ofBlock: BlockScatter = { sd, atEqualSpeed, measuredSd: measured.sd };
    return [{ scenario: lineUp.scenario, contender, metric: metric.id, ...ofBlock, low, high, blocks: n }];
  });
}

const PLACEBO = 'placebo';

/**
 * The smallest difference that so many blocks of this scatter tell four times in five, as a share; by one comparison at `alpha`.
 * Centre and position are estimated from the blocks, and two slopes more where they are enough to allow for the core's speed.
 */
export function smallestAt({ sd, atEqualSpeed, measuredSd }: BlockScatter, blocks: number, alpha: number): number {
  const evened = atEqualSpeed && blocks >= BLOCKS_FOR_SPEED;
  const fitted = evened ? 4 : 2;
  return smallestEffectOf([{ se: (evened ? sd : measuredSd) / Math.sqrt(blocks), df: blocks - fitted }], alpha);
}

/** How many blocks tell a difference four times in five; null where 10,000 do not. */
export function blocksFor(scatter: BlockScatter, difference: number, alpha: number): number | null {
  if (smallestAt(scatter, MOST_BLOCKS, alpha) > difference) return null;
  let [no, yes] = [PAIRS_NEEDED - 1, MOST_BLOCKS];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (smallestAt(scatter, middle, alpha) <= difference) yes = middle;
    else no = middle;
  }
  return yes;
}
