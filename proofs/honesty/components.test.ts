import { expect, test } from 'vitest';
import { seededDraws } from '../../src/thinking/estimate/draws.ts';
import { components, slopeWithin } from './components.ts';

test('what is planted within groups and between them is found again', () => {
  const draws = seededDraws(3);
  const groups = Array.from({ length: 2000 }, () => {
    const own = 0.03 * draws.normal();
    return Array.from({ length: 6 }, () => own + 0.05 * draws.normal());
  });
  const found = components(groups);
  expect(found.within).toBeCloseTo(0.05, 2);
  expect(found.between).toBeCloseTo(0.03, 2);
  expect(components(groups.map((group, i) => group.map((value) => value + (i % 2)))).between).toBeGreaterThan(0.4);
});

test('groups that differ by chance alone are not told apart, and one alone is no sample', () => {
  expect(
    components([
      [1, 3],
      [3, 1],
      [2, 2],
    ]).between,
  ).toBe(0);
  expect(() => components([[1, 2]])).toThrow('two groups or more');
  expect(() => components([[1, 2], [1]])).toThrow('same size');
});

test('the slope within groups does not see where the groups are', () => {
  const groups = [[0, 1, 2].map((x) => ({ x, y: 50 + 0.8 * x })), [10, 11, 12].map((x) => ({ x, y: -7 + 0.8 * x }))];
  expect(slopeWithin(groups)).toBeCloseTo(0.8, 12);
});
