import { expect, test } from 'vitest';
import { seededDraws } from './draws.ts';
import { holm } from './holm.ts';

test('the smallest is multiplied by their number, and none falls below the one before it', () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [index, expected] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[index]).toBeCloseTo(expected, 12);
});

test('one alone is left as it is, none gives none, and nothing exceeds 1', () => {
  expect(holm([0.2])).toEqual([0.2]);
  expect(holm([])).toEqual([]);
  expect(holm([0.5, 0.9])).toEqual([1, 1]);
});

test('equal values share the larger factor', () => {
  expect(holm([0.01, 0.01])).toEqual([0.02, 0.02]);
});

test('of families in which nothing differs at most 5 % hold a false difference; uncorrected many more do', () => {
  const draws = seededDraws(11);
  const RUNS = 20_000;
  const MEMBERS = 6;
  let corrected = 0;
  let uncorrected = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const pValues = Array.from({ length: MEMBERS }, () => draws.uniform());
    if (holm(pValues).some((p) => p < 0.05)) corrected += 1;
    if (pValues.some((p) => p < 0.05)) uncorrected += 1;
  }
  expect(corrected / RUNS).toBeLessThan(0.054);
  expect(corrected / RUNS).toBeGreaterThan(0.044);
  expect(uncorrected / RUNS).toBeGreaterThan(0.24);
});
