import { expect, test } from 'vitest';
import { watchedCore } from './watched-core.ts';

/** 1, 2, … n. */
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);
const same = (n: number, ns: number): readonly number[] => Array.from({ length: n }, () => ns);

test('of a phase stay the lower tenth and the geometric mean of the samples', () => {
  // The 100th root of 100!, by Stirling's series: ln 100! = 363.739 375 555 563 49.
  const meanNs = expect.closeTo(Math.exp(3.637_393_755_555_635), 9);
  expect(watchedCore(upTo(100))).toEqual({ samples: 100, lowNs: 11, meanNs });
  expect(watchedCore([...same(50, 10_000), ...same(50, 40_000)])).toMatchObject({ meanNs: expect.closeTo(20_000, 9) });
});

test('the order of the samples is nothing', () => {
  expect(watchedCore(upTo(130).toReversed())?.lowNs).toBe(watchedCore(upTo(130))?.lowNs);
});

test('too few samples tell nothing, nor does work that took no time', () => {
  expect(watchedCore(same(99, 5))).toBeNull();
  expect(watchedCore(same(100, 5))).not.toBeNull();
  expect(watchedCore([...same(100, 5), 0])).toBeNull();
});
