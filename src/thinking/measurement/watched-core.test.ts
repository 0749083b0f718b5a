import { expect, test } from 'vitest';
import { watchedCore } from './watched-core.ts';

/** 1, 2, … n. */
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);
const same = (n: number, ns: number): readonly number[] => Array.from({ length: n }, () => ns);

test('of a phase stay the lower tenth and the geometric mean of each piece of work', () => {
  const watched = watchedCore(upTo(100), [...same(50, 10_000), ...same(50, 40_000)]);
  expect(watched).toEqual({
    samples: 100,
    // The 100th root of 100!, by Stirling's series: ln 100! = 363.739 375 555 563 49.
    loads: { lowNs: 11, meanNs: expect.closeTo(Math.exp(3.637_393_755_555_635), 9) },
    code: { lowNs: 10_000, meanNs: expect.closeTo(20_000, 9) },
  });
});

test('the order of the samples is nothing', () => {
  expect(watchedCore(upTo(30).toReversed(), same(30, 5))).toEqual(watchedCore(upTo(30), same(30, 5)));
});

test('too few samples tell nothing, nor does work that took no time', () => {
  expect(watchedCore(same(19, 5), same(19, 5))).toBeNull();
  expect(watchedCore(same(20, 5), same(20, 5))).not.toBeNull();
  expect(watchedCore([...same(40, 5), 0], same(41, 5))).toBeNull();
  expect(watchedCore(same(41, 5), [...same(40, 5), 0])).toBeNull();
});
