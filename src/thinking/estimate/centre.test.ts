import { describe, expect, test } from 'vitest';

import { centreOf, median } from './centre.ts';

const counting = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('the centre of repeated values', () => {
  test('the median is the middle value, or the mean of the two middle ones', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9])).toBe(9.5);
    expect(median([])).toBeNull();
  });

  test('order statistics and levels are those of the binomial tables', () => {
    // n: rank k of the lower bound at 95 %, and the level 1 − 2·P(Bin(n, ½) < k) reached.
    const table: readonly (readonly [number, number, number])[] = [
      [6, 1, 1 - 2 / 64],
      [8, 1, 1 - 2 / 256],
      [9, 2, 1 - (2 * 10) / 512],
      [10, 2, 1 - (2 * 11) / 1024],
      [12, 3, 1 - (2 * (1 + 12 + 66)) / 4096],
      [20, 6, 1 - (2 * (1 + 20 + 190 + 1140 + 4845 + 15504)) / 2 ** 20],
    ];
    for (const [n, k, level] of table) {
      const centre = centreOf(counting(n).toReversed(), 0.95)!;
      expect([centre.low, centre.high, centre.n]).toEqual([k, n + 1 - k, n]);
      expect(centre.level).toBeCloseTo(level, 12);
    }
  });

  test('no interval is made up where none exists', () => {
    expect(centreOf([5, 1, 3, 2, 4], 0.95)).toEqual({ median: 3, low: null, high: null, level: null, n: 5 });
    expect(centreOf(counting(10), 0.999)).toMatchObject({ low: null, high: null, level: null });
    expect(centreOf([7], 0.95)).toMatchObject({ median: 7, low: null });
    expect(centreOf([], 0.95)).toBeNull();
  });
});
