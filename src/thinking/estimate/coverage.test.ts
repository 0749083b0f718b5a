import { describe, expect, test } from 'vitest';

import { centreOf } from './centre.ts';
import { seededDraws, seedFor, shuffled } from './draws.ts';
import type { Draws } from './draws.ts';
import type { Pair, RatioEstimate } from './estimate.ts';
import { estimateRatio } from './ratio.ts';

/** The band a nominal 95 % interval must keep; 4,000 repetitions put four standard errors inside it on each side. */
const BAND = { low: 0.935, high: 0.967 };
const REPETITIONS = 4000;
const SD = 0.08;
const SLOT_PENALTY = 0.5 * SD;
const TRUE_RATIO = 1.3;

interface Bounds {
  readonly low: number;
  readonly high: number;
}
type Method = (pairs: readonly Pair[], draws: Draws) => Bounds;
type Order = (draws: Draws) => readonly number[];

const randomOrder: Order = (draws) => shuffled([0, 1, 2, 3], draws);
const fixedOrder: Order = () => [0, 1, 2, 3];

/** Blocks of four arms in which every later slot is slower; arms 0 and 1 are compared. */
function simulate(draws: Draws, blocks: number, order: Order): readonly Pair[] {
  return Array.from({ length: blocks }, (_, block) => {
    const positions = order(draws);
    const contenderPosition = positions.indexOf(0);
    const againstPosition = positions.indexOf(1);
    const environment = draws.normal() * 0.2; // common to the block, removed by pairing
    const value = (truth: number, position: number): number =>
      truth * Math.exp(environment + SLOT_PENALTY * position + (draws.normal() * SD) / Math.SQRT2);
    return {
      block,
      contender: value(TRUE_RATIO * 50, contenderPosition),
      against: value(50, againstPosition),
      sitting: 0,
      contenderPosition,
      againstPosition,
      slowness: null,
    };
  });
}

function coverage(name: string, blocks: number, order: Order, method: Method, repetitions = REPETITIONS): number {
  const draws = seededDraws(seedFor(20261123, `${name}/${blocks}`));
  let held = 0;
  for (let i = 0; i < repetitions; i += 1) {
    const { low, high } = method(simulate(draws, blocks, order), draws);
    if (low <= TRUE_RATIO && TRUE_RATIO <= high) held += 1;
  }
  return held / repetitions;
}

function shipped(pairs: readonly Pair[]): RatioEstimate {
  const estimate = estimateRatio(pairs, 0.95);
  if (estimate.kind === 'none') throw new Error('too few pairs in the simulation');
  return estimate;
}

/** Forgets where in the block the rounds stood. */
const withoutPosition: Method = (pairs) =>
  shipped(pairs.map((pair) => ({ ...pair, contenderPosition: 0, againstPosition: 0 })));

/** 1.96 for every n. */
const normalQuantile: Method = (pairs) => {
  const {
    ratio,
    within: { se },
  } = shipped(pairs);
  return { low: ratio * Math.exp(-1.96 * se), high: ratio * Math.exp(1.96 * se) };
};

const percentileBootstrap: Method = (pairs, draws) => {
  const logs = pairs.map((pair) => Math.log(pair.contender / pair.against));
  const means = Array.from({ length: 400 }, () => {
    const resample = logs.map(() => logs[draws.below(logs.length)]!);
    return resample.reduce((sum, value) => sum + value, 0) / logs.length;
  }).toSorted((a, b) => a - b);
  return { low: Math.exp(means[9]!), high: Math.exp(means[389]!) };
};

describe('coverage of the 95 % interval, simulated', () => {
  test.each([6, 8, 12, 20, 30])('holds the true ratio in 95 of 100 runs of %i blocks', (blocks) => {
    const share = coverage('shipped', blocks, randomOrder, shipped);
    expect(share).toBeGreaterThan(BAND.low);
    expect(share).toBeLessThan(BAND.high);
  });

  test.each([8, 12, 20])('the signed-rank interval of %i blocks holds it in 92 of 100 runs at the least', (blocks) => {
    const share = coverage('rank', blocks, randomOrder, (pairs) => shipped(pairs).rank!);
    // It says 95 to 96; the slope taken off beforehand is an estimate, which tells with few blocks.
    expect(share).toBeGreaterThan(0.92);
    expect(share).toBeLessThan(0.97);
  });

  test('the simulation catches a fixed order without the position', () => {
    expect(coverage('fixed', 12, fixedOrder, withoutPosition, 1000)).toBeLessThan(BAND.low);
  });

  test('the simulation catches normal quantiles in place of t', () => {
    expect(coverage('normal', 6, randomOrder, normalQuantile)).toBeLessThan(BAND.low);
    expect(coverage('normal', 12, randomOrder, normalQuantile)).toBeLessThan(BAND.low);
  });

  test('the simulation catches a percentile bootstrap over few blocks', () => {
    expect(coverage('bootstrap', 8, randomOrder, percentileBootstrap, 1000)).toBeLessThan(BAND.low);
  });

  test('the position pays: with it the interval is narrower under a slot penalty', () => {
    const draws = seededDraws(4);
    let shippedWidth = 0;
    let plainWidth = 0;
    for (let i = 0; i < 500; i += 1) {
      const pairs = simulate(draws, 20, randomOrder);
      const plain = withoutPosition(pairs, draws);
      const ours = shipped(pairs);
      shippedWidth += Math.log(ours.high / ours.low);
      plainWidth += Math.log(plain.high / plain.low);
    }
    expect(shippedWidth).toBeLessThan(0.85 * plainWidth);
  });

  test('the median interval holds at least its stated level under skewed noise', () => {
    const draws = seededDraws(9);
    for (const n of [6, 9, 12, 20]) {
      let held = 0;
      let stated = 0;
      for (let i = 0; i < REPETITIONS; i += 1) {
        const centre = centreOf(
          Array.from({ length: n }, () => Math.exp(draws.normal())),
          0.95,
        )!;
        stated = centre.level!;
        if (centre.low! <= 1 && 1 <= centre.high!) held += 1; // the median of exp(N(0,1)) is 1
      }
      expect(stated).toBeGreaterThanOrEqual(0.95);
      expect(Math.abs(held / REPETITIONS - stated)).toBeLessThan(4 * Math.sqrt((stated * (1 - stated)) / REPETITIONS));
    }
  });
});
