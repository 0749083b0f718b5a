import { describe, expect, test } from 'vitest';
import { seededDraws } from '../estimate/draws.ts';
import { segmentsOf } from './change-points.ts';
import { requestsToWarm, warmUpOf, type PilotSecond, type WarmUp } from './steady-state.ts';

const seconds = (...costs: readonly number[]): readonly PilotSecond[] =>
  costs.map((cost) => ({ requests: 100, cost, memoryMiB: null }));

/** A series about a mean that falls by `drop`, in logs, after each of the first seconds. */
function warming(length: number, drops: readonly number[], sd: number, seed: number): readonly PilotSecond[] {
  const draws = seededDraws(seed);
  return Array.from({ length }, (_, second) => {
    const above = drops.slice(second).reduce((sum, drop) => sum + drop, 0);
    return { requests: 100, cost: 80 * Math.exp(above + sd * draws.normal()), memoryMiB: 60 };
  });
}

describe('the segments of a series', () => {
  test('are one where nothing changes, and begin where the mean does', () => {
    expect(segmentsOf([0.1, 0.1, 0.1])).toEqual([{ from: 0, to: 3, mean: expect.closeTo(0.1) as number }]);
    expect(segmentsOf([1, 1, 1, 0, 0, 0, 0]).map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [3, 7],
    ]);
    expect(segmentsOf([3]).map(({ from, to }) => [from, to])).toEqual([[0, 1]]);
  });

  test.each([
    [8, 0.1],
    [20, 0.05],
  ])('of %i values without a change are hardly ever two', (length, most) => {
    const runs = 2000;
    const found = Array.from({ length: runs }, (_, seed) => {
      const draws = seededDraws(seed);
      return segmentsOf(Array.from({ length }, () => 0.02 * draws.normal())).length > 1;
    }).filter(Boolean).length;
    expect(found / runs).toBeLessThan(most);
  });

  test('find a fall of a tenth through a noise of a fiftieth', () => {
    const runs = 300;
    const found = Array.from({ length: runs }, (_, seed) => {
      const draws = seededDraws(seed);
      const values = Array.from({ length: 12 }, (_value, i) => (i < 4 ? 0.1 : 0) + 0.02 * draws.normal());
      return segmentsOf(values).some(({ from }) => from === 4);
    }).filter(Boolean).length;
    expect(found / runs).toBeGreaterThan(0.8);
  });
});

describe('the warm-up of a contender', () => {
  test('is over where its CPU per request stays what it is at the end', () => {
    expect(warmUpOf(seconds(160, 120, 100, 100, 100, 100, 100, 100))).toEqual({
      kind: 'steady',
      afterRequests: 200,
      afterS: 2,
    });
    expect(warmUpOf(seconds(100, 101, 99, 100, 100, 101, 100, 99))).toEqual({
      kind: 'steady',
      afterRequests: 0,
      afterS: 0,
    });
  });

  test('passes over a change too small to matter', () => {
    expect(warmUpOf(seconds(102, 102, 102, 102, 100, 100, 100, 100))).toMatchObject({ kind: 'steady', afterS: 0 });
  });

  test.each<[string, readonly (number | null)[], number]>([
    ['has grown by a third in the third second', [66, 66, 84, 85, 84, 83, 85, 86], 3],
    ['was its size after the first second', [84, 85, 84, 83, 85, 86, 84, 85], 0],
    ['grows by little', [66, 66, 66, 67, 68, 70, 71, 72], 0],
    ['is small, and so is its growth', [6, 6, 6, 6, 9, 9, 9, 9], 0],
    ['grows to the end', [60, 70, 80, 90, 100, 110, 120, 130], 0],
    ['shrank again: what counts is the most that is still to come', [90, 130, 90, 90, 90, 90, 90, 90], 2],
    ['cannot be read', [66, 66, null, 85, 84, 83, 85, 86], 0],
  ])('is over only when its memory is settled: one that %s', (_what, sizes, afterS) => {
    const grown = seconds(...sizes.map(() => 100)).map((one, i) => ({ ...one, memoryMiB: sizes[i] ?? null }));
    expect(warmUpOf(grown)).toEqual({ kind: 'steady', afterRequests: 100 * afterS, afterS });
    const later = grown.map((one, i) => ({ ...one, cost: i < 4 ? 150 : 100 }));
    expect(warmUpOf(later)).toMatchObject({ afterS: 4 });
  });

  test('is never over where it still changes at the end, up or down', () => {
    for (const end of [80, 125]) {
      const never = { kind: 'never-steady', requests: 800, seconds: 8 };
      expect(warmUpOf(seconds(100, 100, 100, 100, 100, 100, end, end))).toEqual(never);
    }
  });

  test('is unknown from too few seconds, and from seconds in which nothing was answered', () => {
    expect(warmUpOf(seconds(160, 100, 100))).toEqual({ kind: 'unknown' });
    const dead: readonly PilotSecond[] = Array.from({ length: 8 }, () => ({ requests: 0, cost: 0, memoryMiB: null }));
    expect(warmUpOf(dead)).toEqual({ kind: 'unknown' });
  });

  test('is found to a second in most pilots of eight with a noise of two in a hundred', () => {
    const runs = 300;
    const near = Array.from({ length: runs }, (_, seed) => {
      const warmUp = warmUpOf(warming(8, [0.3, 0.15], 0.02, seed));
      return warmUp.kind === 'steady' && warmUp.afterS >= 1 && warmUp.afterS <= 3;
    }).filter(Boolean).length;
    expect(near / runs).toBeGreaterThan(0.85);
  });

  test('asks for the requests until then, for all of the pilot where it was never over, and for none known', () => {
    const never: WarmUp = { kind: 'never-steady', requests: 900, seconds: 8 };
    expect(requestsToWarm({ kind: 'steady', afterRequests: 300, afterS: 2 })).toBe(300);
    expect(requestsToWarm(never)).toBe(900);
    expect(requestsToWarm({ kind: 'unknown' })).toBeNull();
  });
});
