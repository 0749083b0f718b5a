import { expect, test } from 'vitest';
import { seededDraws } from './draws.ts';
import type { Pair, RatioEstimate } from './estimate.ts';
import { pOfDifference, pOfEquivalence } from './p-value.ts';
import { blocksToSettle, smallestEffect } from './power.ts';
import { estimateRatio, interval } from './ratio.ts';
import { sittingsOf } from './sittings.ts';
import { tQuantile } from './t.ts';

const blocksIn = (counts: readonly number[]): readonly number[] =>
  counts.flatMap((count, sitting) => Array.from({ length: count }, () => sitting));

test('sittings are numbered in their order, whatever they are called', () => {
  expect(sittingsOf([])).toEqual([]);
  expect(sittingsOf(blocksIn([4, 5]))).toEqual(blocksIn([4, 5]));
  expect(sittingsOf([7, 7, 7, 7, 2, 2, 2, 2])).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
});

test('one of fewer than four blocks is counted with the one before it, the first with the one after', () => {
  expect(sittingsOf(blocksIn([4, 3]))).toEqual(blocksIn([7]));
  expect(sittingsOf(blocksIn([3, 4]))).toEqual(blocksIn([7]));
  expect(sittingsOf(blocksIn([1, 1, 1, 1]))).toEqual(blocksIn([4]));
  expect(sittingsOf(blocksIn([4, 1, 4]))).toEqual(blocksIn([5, 4]));
  expect(sittingsOf(blocksIn([4, 1, 3, 4]))).toEqual(blocksIn([8, 4]));
});

/** Pairs of these log ratios, one sitting after the other; positions alternate. */
function pairsOf(sittings: readonly (readonly number[])[]): readonly Pair[] {
  return sittings.flatMap((logs, sitting) =>
    logs.map((log, block) => ({
      block: 100 * sitting + block,
      sitting,
      contender: Math.exp(log),
      against: 1,
      contenderPosition: block % 2,
      againstPosition: (block + 1) % 2,
      slowness: null,
    })),
  );
}

function estimated(sittings: readonly (readonly number[])[]): RatioEstimate {
  const estimate = estimateRatio(pairsOf(sittings), 0.95);
  if (estimate.kind === 'none') throw new Error('expected an estimate');
  return estimate;
}

/** Four blocks about a centre, without any trend over the two positions. */
const about = (centre: number, half = 0.01): readonly number[] => [
  centre - half,
  centre - half,
  centre + half,
  centre + half,
];

test('the ratio is the mean of the sittings, each of which counts alike', () => {
  const estimate = estimated([[...about(0.1), ...about(0.1)], about(0.4)]);
  expect(Math.log(estimate.ratio)).toBeCloseTo(0.25, 12);
  expect(estimate.sittings.map(Math.log)).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.4, 12)]);
  expect(estimate.n).toBe(12);
});

test('the spread within comes of the blocks about their sitting, that between of the sittings', () => {
  const { within, between, sd } = estimated([about(0.1), about(0.2), about(0.6)]);
  // Twelve residuals of ±0.01, three means and a slope: df 8. Each mean has 4 blocks.
  expect(within.df).toBe(8);
  expect(sd).toBeCloseTo(Math.sqrt((12 * 0.01 ** 2) / 8), 12);
  expect(within.se).toBeCloseTo(sd * Math.sqrt((3 * (1 / 4)) / 9), 12);
  // 0.1, 0.2, 0.6: mean 0.3, squares 0.04 + 0.01 + 0.09.
  expect(between?.df).toBe(2);
  expect(between?.se).toBeCloseTo(Math.sqrt(0.14 / 2 / 3), 12);
});

test('one sitting has no spread between, and the interval of its blocks', () => {
  const logs = Array.from({ length: 12 }, (_, block) => 0.02 * Math.sin(5 * block));
  const one = estimated([logs]);
  expect(one.between).toBeNull();
  expect(one.sittings).toEqual([one.ratio]);
});

test('whichever spread makes the interval wider rules it, its p and what it could have seen', () => {
  const apart = estimated([about(0.3), about(0.5)]);
  const half = tQuantile(0.975, 1) * (apart.between?.se ?? 0);
  expect(Math.log(apart.high)).toBeCloseTo(0.4 + half, 12);
  expect(interval(apart, 0.95)).toMatchObject({ low: apart.low, high: apart.high });
  const blind = { ...apart, between: null };
  expect(pOfDifference(blind)).toBeLessThan(0.001);
  expect(pOfDifference(apart)).toBeGreaterThan(0.05);
  expect(pOfEquivalence(apart, 2)).toBeGreaterThan(pOfEquivalence(blind, 2));
  expect(smallestEffect(apart, 0.05)).toBeGreaterThan(smallestEffect(blind, 0.05));
  // More blocks in the same sittings bring them no closer.
  expect(blocksToSettle(blind, 0.05, 0.05)).not.toBeNull();
  expect(blocksToSettle(apart, 0.05, 0.05)).toBeNull();

  const alike = estimated([about(0.3), about(0.3)]);
  expect(alike.between?.se).toBeCloseTo(0, 12);
  expect(Math.log(alike.high)).toBeCloseTo(0.3 + tQuantile(0.975, alike.within.df) * alike.within.se, 12);
});

test('the interval holds the truth in 95 of 100 runs however far the machine moves between three sittings', () => {
  for (const drift of [0.05, 0.5]) {
    const draws = seededDraws(11);
    let covered = 0;
    for (let run = 0; run < 1000; run += 1) {
      const sittings = [9, 9, 9].map((blocks) => {
        const moved = drift * draws.normal();
        return Array.from({ length: blocks }, () => 0.4 + moved + 0.05 * draws.normal());
      });
      const { low, high } = estimated(sittings);
      if (low <= Math.exp(0.4) && Math.exp(0.4) <= high) covered += 1;
    }
    // Three standard errors of 1,000 runs.
    expect(covered).toBeGreaterThan(929);
    expect(covered).toBeLessThan(978);
  }
});

test('a spread pooled over contenders, which was rejected, calls one that drifts alone different three times too often', () => {
  const draws = seededDraws(5);
  const runs = 2000;
  let [pooled, own] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    // Three contenders of equal cost in three sittings of nine blocks; the second drifts by a fifth.
    const means = [0, 0.2, 0].map((drift) => [0, 1, 2].map(() => drift * draws.normal() + 0.02 * draws.normal()));
    const apart = [0, 1, 2].map((sitting) => means[1]![sitting]! - means[0]![sitting]!);
    const centre = meanOf(apart);
    const mean = meanOf(means.flat());
    const interaction = means.flatMap((row) =>
      row.map((value, sitting) => value - meanOf(row) - meanOf(means.map((other) => other[sitting]!)) + mean),
    );
    const pooledSe = Math.sqrt((2 * squares(interaction)) / 4 / 3);
    const ownSe = Math.sqrt(squares(apart.map((each) => each - centre)) / 2 / 3);
    if (Math.abs(centre) > tQuantile(0.975, 4) * pooledSe) pooled += 1;
    if (Math.abs(centre) > tQuantile(0.975, 2) * ownSe) own += 1;
  }
  expect(pooled / runs).toBeGreaterThan(0.12);
  expect(own / runs).toBeLessThan(0.065);
});

const meanOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
const squares = (values: readonly number[]): number => values.reduce((total, value) => total + value * value, 0);
