import { expect, test } from 'vitest';
import { alphaAfter, looksAfter } from './looks.ts';

const STANDARD = looksAfter([12, 16, 20, 28], 0.05);

test('every look but the last is strict', () => {
  expect(STANDARD).toEqual([
    { blocks: 12, alpha: 0.001 },
    { blocks: 16, alpha: 0.001 },
    { blocks: 20, alpha: 0.001 },
    { blocks: 28, alpha: 0.05 },
  ]);
});

test('one look alone decides at its own rate', () => {
  expect(looksAfter([12], 0.05)).toEqual([{ blocks: 12, alpha: 0.05 }]);
});

test('a last look stricter than the early rate makes all as strict', () => {
  expect(looksAfter([6, 12], 0.0001).map((look) => look.alpha)).toEqual([0.0001, 0.0001]);
  expect(alphaAfter(looksAfter([6, 12], 0.0001), 6)).toBe(0.0001);
});

test.each([
  [0, 0.001],
  [12, 0.001],
  [14, 0.001],
  [27, 0.001],
  [28, 0.05],
  [30, 0.05],
])('after %i blocks of the standard profile the rate is %f', (blocks, alpha) => {
  expect(alphaAfter(STANDARD, blocks)).toBe(alpha);
});

test('a run without a look is a bug', () => {
  expect(() => alphaAfter([], 12)).toThrow('without a look');
});
