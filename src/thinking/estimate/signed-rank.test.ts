import { describe, expect, test } from 'vitest';
import { seededDraws } from './draws.ts';
import { signedRank } from './signed-rank.ts';

/** P(W ≤ w) by trying every set of signs: the definition itself. */
function tried(n: number, w: number): number {
  let within = 0;
  for (let signs = 0; signs < 2 ** n; signs += 1) {
    let sum = 0;
    for (let rank = 1; rank <= n; rank += 1) if ((signs >> (rank - 1)) & 1) sum += rank;
    if (sum <= w) within += 1;
  }
  return within / 2 ** n;
}

/** Of these values the averages are all different, and the k-th smallest is known by counting. */
const powers = (n: number): number[] => Array.from({ length: n }, (_, i) => 3 ** i);

function rankOf(values: readonly number[], bound: number): number {
  const all = values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2));
  return all.filter((average) => average <= bound).length;
}

describe('signedRank', () => {
  // Critical values at 5 % two-sided of Wilcoxon's own table, T = 0, 3, 8, 13, 25, 52: the k-th average with k = T + 1.
  test.each([
    [6, 1],
    [8, 4],
    [10, 9],
    [12, 14],
    [15, 26],
    [20, 53],
  ])('cuts %i values at the average tabulated, number %i', (n, k) => {
    const values = powers(n);
    const found = signedRank(values, 0.95)!;
    expect(rankOf(values, found.low)).toBe(k);
    expect(rankOf(values, found.high)).toBe((n * (n + 1)) / 2 + 1 - k);
  });

  test('states the level that counting all signs gives', () => {
    for (const n of [6, 9, 12, 15]) {
      const values = powers(n);
      const found = signedRank(values, 0.95)!;
      const k = rankOf(values, found.low);
      expect(found.level).toBeCloseTo(1 - 2 * tried(n, k - 1), 12);
      expect(found.level).toBeGreaterThanOrEqual(0.95);
      expect(1 - 2 * tried(n, k)).toBeLessThan(0.95);
    }
  });

  test('has no interval where no level as high can be reached', () => {
    expect(signedRank(powers(5), 0.95)).toBeNull();
    expect(signedRank(powers(10), 0.999)).toBeNull();
    expect(signedRank(powers(11), 0.999)?.level).toBeCloseTo(1 - 2 / 2 ** 11, 12);
    expect(signedRank([], 0.95)).toBeNull();
  });

  test('moves with the values, turns round with their signs, and one wild value is one value', () => {
    const draws = seededDraws(3);
    const values = Array.from({ length: 13 }, () => draws.normal());
    const { centre, low, high } = signedRank(values, 0.95)!;
    const moved = signedRank(
      values.map((value) => value + 4),
      0.95,
    )!;
    expect(moved.centre).toBeCloseTo(centre + 4, 12);
    const turned = signedRank(
      values.map((value) => -value),
      0.95,
    )!;
    expect([turned.low, turned.high]).toEqual([-high, -low]);
    const most = Math.max(...values);
    const wild = signedRank(
      values.map((value) => (value === most ? 1e6 : value)),
      0.95,
    )!;
    expect(wild.high).toBeLessThan(most + 1);
  });

  test('holds the centre of symmetric noise as often as it says, wild values or not', () => {
    const draws = seededDraws(11);
    const noises = [draws.normal, () => draws.normal() * (draws.uniform() < 0.1 ? 5 : 1)];
    const runs = 4000;
    for (const noise of noises) {
      for (const n of [6, 12, 20]) {
        let held = 0;
        let level = 0;
        for (let run = 0; run < runs; run += 1) {
          const found = signedRank(Array.from({ length: n }, noise), 0.95)!;
          level = found.level;
          if (found.low <= 0 && 0 <= found.high) held += 1;
        }
        expect(Math.abs(held / runs - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / runs));
      }
    }
  });
});
