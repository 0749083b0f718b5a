import { describe, expect, it } from 'vitest';
import { evennessOf } from './evenness.ts';

const every = (gap: number, count: number): number[] => Array.from({ length: count }, (_, k) => k * gap);

describe('evennessOf', () => {
  it('finds no clump in even arrivals, and in tens sent at once all but the first of each', () => {
    expect(evennessOf(every(100_000, 20_000), 10_000)).toEqual({ clumpedShare: 0, longestMs: 0.1 });
    const tens = every(1e6, 2000).flatMap((start) => every(5000, 10).map((offset) => start + offset));
    const { clumpedShare, longestMs } = evennessOf(tens, 10_000) ?? {};
    expect(clumpedShare).toBeCloseTo(0.9, 3);
    expect(longestMs).toBeCloseTo(0.955, 6);
  });

  it('looks neither at the beginning nor at the end', () => {
    const [begin, end] = [every(1, 100), every(1, 100).map((time) => 2e9 + time)];
    const even = every(100_000, 20_000);
    expect(
      evennessOf(
        [...begin, ...even, ...end].toSorted((a, b) => a - b),
        10_000,
      )?.clumpedShare,
    ).toBe(0);
    expect(evennessOf(every(100_000, 10), 10_000)).toBeNull();
  });
});
