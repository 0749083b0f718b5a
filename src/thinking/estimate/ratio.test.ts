import { describe, expect, test } from 'vitest';

import { seededDraws } from './draws.ts';
import type { Estimate, Pair, RatioEstimate } from './estimate.ts';
import { pOfDifference } from './p-value.ts';
import { smallestEffect } from './power.ts';
import { estimateRatio, excludesOne, interval } from './ratio.ts';

/** Pairs from values; positions alternate 0/1 unless given. */
function pairsOf(rows: readonly (readonly [number, number, number?, number?])[]): readonly Pair[] {
  return rows.map(([contender, against, contenderPosition, againstPosition], block) => ({
    block,
    contender,
    against,
    sitting: 0,
    contenderPosition: contenderPosition ?? block % 2,
    againstPosition: againstPosition ?? (block + 1) % 2,
    slowness: null,
  }));
}

function estimated(estimate: Estimate): RatioEstimate {
  if (estimate.kind === 'none') throw new Error('expected an estimate');
  return estimate;
}

function noisyPairs(seed: number, blocks: number): readonly Pair[] {
  const draws = seededDraws(seed);
  return pairsOf(
    Array.from({ length: blocks }, () => {
      const place = draws.below(4);
      return [
        40 * Math.exp(draws.normal() * 0.1),
        100 * Math.exp(draws.normal() * 0.1),
        place,
        (place + 1) % 4,
      ] as const;
    }),
  );
}

describe('the ratio of paired blocks', () => {
  test('agrees with a textbook least-squares fit worked by hand', () => {
    // d = ln 2 + 0.1·x + residual with x = −1, 1, −1, 1, 3, −3 and residuals chosen orthogonal to 1 and x:
    // (1, 1, −1, −1, 0, 0)·0.02: sum 0, sum with x: −1+1+1−1 = 0. n = 6, Sxx = 22, x̄ = 0, df = 4.
    const xs = [-1, 1, -1, 1, 3, -3];
    const residuals = [0.02, 0.02, -0.02, -0.02, 0, 0];
    const pairs = pairsOf(
      xs.map(
        (x, i) => [Math.exp(Math.log(2) + 0.1 * x + residuals[i]!) * 5, 5, Math.max(x, 0), Math.max(-x, 0)] as const,
      ),
    );
    const estimate = estimated(estimateRatio(pairs, 0.95));
    const sd = Math.sqrt((4 * 0.02 ** 2) / 4);
    expect(estimate.ratio).toBeCloseTo(2, 12);
    expect(estimate.within.df).toBe(4);
    expect(estimate.n).toBe(6);
    expect(estimate.sd).toBeCloseTo(sd, 12);
    expect(estimate.within.se).toBeCloseTo(sd / Math.sqrt(6), 12);
    expect(estimate.high).toBeCloseTo(2 * Math.exp((2.7764451051977934 * sd) / Math.sqrt(6)), 12);
    expect(estimate.low).toBeCloseTo(2 / Math.exp((2.7764451051977934 * sd) / Math.sqrt(6)), 12);
  });

  test('quotes the ratio at equal places when the places are out of balance', () => {
    // Contender ran one place later in three of four blocks, three places earlier in the fourth; each place costs 10 %.
    const pairs = pairsOf([1, 1, 1, -3].map((x) => [3 * 1.1 ** x, 3, x > 0 ? x : 0, x > 0 ? 0 : -x] as const));
    const estimate = estimated(estimateRatio(pairs, 0.95));
    expect(estimate.ratio).toBeCloseTo(1, 12);
    const skewed = estimated(
      estimateRatio(pairsOf([2, 1, 2, 1, 1].map((x) => [3 * 1.1 ** x, 3, x, 0] as const)), 0.95),
    );
    expect(skewed.ratio).toBeCloseTo(1, 12);
  });

  test('drops the position where it never varies, and says so by its degrees of freedom', () => {
    const estimate = estimated(
      estimateRatio(
        pairsOf([
          [2, 1, 1, 0],
          [2.2, 1, 1, 0],
          [1.9, 1, 1, 0],
          [2.1, 1, 1, 0],
        ]),
        0.95,
      ),
    );
    expect(estimate.within.df).toBe(3);
    expect(estimate.ratio).toBeCloseTo((2 * 2.2 * 1.9 * 2.1) ** 0.25, 12);
  });

  test('gives none below four pairs', () => {
    expect(
      estimateRatio(
        pairsOf([
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
        0.95,
      ),
    ).toEqual({ kind: 'none', n: 3, needed: 4 });
    expect(estimateRatio([], 0.95)).toEqual({ kind: 'none', n: 0, needed: 4 });
  });

  test('a value that is not positive is a bug of the caller', () => {
    for (const bad of [0, -1, NaN, Infinity]) {
      expect(() =>
        estimateRatio(
          pairsOf([
            [1, 1],
            [1, bad],
            [1, 1],
            [1, 1],
          ]),
          0.95,
        ),
      ).toThrow('block 1');
    }
  });

  test('swapping the sides turns ratio and interval over', () => {
    for (const seed of [1, 2, 3]) {
      const pairs = noisyPairs(seed, 9);
      const there = estimated(estimateRatio(pairs, 0.95));
      const back = estimated(
        estimateRatio(
          pairs.map((pair) => ({
            block: pair.block,
            sitting: pair.sitting,
            contender: pair.against,
            against: pair.contender,
            contenderPosition: pair.againstPosition,
            againstPosition: pair.contenderPosition,
            slowness: null,
          })),
          0.95,
        ),
      );
      expect(back.ratio * there.ratio).toBeCloseTo(1, 14);
      expect(back.low * there.high).toBeCloseTo(1, 14);
      expect(back.high * there.low).toBeCloseTo(1, 14);
      expect(back.within).toEqual(there.within);
    }
  });

  test('units and block numbers change nothing', () => {
    const pairs = noisyPairs(5, 12);
    const plain = estimated(estimateRatio(pairs, 0.95));
    const inNanoseconds = pairs.map((pair) => ({
      ...pair,
      contender: pair.contender * 1024,
      against: pair.against * 1024,
    }));
    const renumbered = pairs.toReversed().map((pair, i) => ({ ...pair, block: 100 + i }));
    for (const other of [inNanoseconds, renumbered]) {
      const estimate = estimated(estimateRatio(other, 0.95));
      expect(estimate.ratio).toBeCloseTo(plain.ratio, 13);
      expect(estimate.low).toBeCloseTo(plain.low, 13);
      expect(estimate.high).toBeCloseTo(plain.high, 13);
    }
  });

  test('the same estimate gives its interval at any level', () => {
    const pairs = noisyPairs(6, 12);
    const at95 = estimated(estimateRatio(pairs, 0.95));
    const at99 = estimated(estimateRatio(pairs, 0.99));
    const bounds = interval(at95, 0.99);
    expect(bounds.low).toBeCloseTo(at99.low, 14);
    expect(bounds.high).toBeCloseTo(at99.high, 14);
    expect(interval(at95, 0.9).high).toBeLessThan(at95.high);
  });

  test('an interval that touches one does not leave it out', () => {
    expect(excludesOne({ low: 1, high: 1.2 })).toBe(false);
    expect(excludesOne({ low: 0.8, high: 1 })).toBe(false);
    expect(excludesOne({ low: 1.001, high: 1.2 })).toBe(true);
    expect(excludesOne({ low: 0.8, high: 0.999 })).toBe(true);
  });
});

describe('values rounded down to a grid', () => {
  const STEP = Math.log(1.05);
  /** The step at or below a value, as a search finds it. */
  const rounded = (value: number): number => Math.exp(STEP * Math.floor(Math.log(value) / STEP));

  test('widen every interval by a step to each side, and so do the tests', () => {
    const pairs = noisyPairs(1, 8);
    const plain = estimated(estimateRatio(pairs, 0.95));
    const grained = estimated(estimateRatio(pairs, 0.95, STEP));
    expect(grained.low).toBeCloseTo(plain.low / 1.05, 12);
    expect(grained.high).toBeCloseTo(plain.high * 1.05, 12);
    expect(grained.rank?.high).toBeCloseTo((plain.rank?.high ?? 0) * 1.05, 12);
    expect(interval(grained, 0.99).high).toBeCloseTo(interval(plain, 0.99).high * 1.05, 12);
    expect(excludesOne(grained)).toBe(pOfDifference(grained) < 0.05);
    expect(smallestEffect(grained, 0.05)).toBeCloseTo(1.05 * (1 + smallestEffect(plain, 0.05)) - 1, 12);
  });

  test.each([0.002, 0.02, 0.08])('hold the truth wherever it lies between two steps, at a scatter of %f', (sd) => {
    const runs = 400;
    const held = Array.from({ length: runs }, (_, seed) => {
      const draws = seededDraws(seed);
      const truth = Math.exp(0.3 * draws.normal());
      const rows = Array.from({ length: 6 }, () => {
        const [ours, theirs] = [Math.exp(sd * draws.normal()), Math.exp(sd * draws.normal())];
        return [rounded(4000 * truth * ours), rounded(4000 * theirs)] as const;
      });
      const { low, high } = estimated(estimateRatio(pairsOf(rows), 0.95, STEP));
      return low <= truth && truth <= high;
    }).filter(Boolean).length;
    expect(held / runs).toBeGreaterThanOrEqual(0.95);
  });

  test('without that allowance the planted fault shows: equal steps would be a sure answer to the last digit', () => {
    const rows = Array.from({ length: 6 }, () => [rounded(4190), rounded(4010)] as const);
    const { low, high } = estimated(estimateRatio(pairsOf(rows), 0.95));
    expect(low <= 4190 / 4010 && 4190 / 4010 <= high).toBe(false);
  });
});
