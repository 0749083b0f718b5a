import { describe, expect, test } from 'vitest';
import type { RatioEstimate } from './estimate.ts';
import { pOfDifference, pOfEquivalence } from './p-value.ts';
import { interval } from './ratio.ts';

function made(ratio: number, se: number, df = 10): RatioEstimate {
  const spreads = { within: { se, df }, between: null, atEqualSpeed: false, grain: 0, sittings: [ratio] };
  const bare: RatioEstimate = {
    kind: 'estimate',
    ratio,
    low: 0,
    high: 0,
    level: 0.95,
    n: df + 2,
    sd: se,
    ...spreads,
    rank: null,
  };
  return { ...bare, ...interval(bare, 0.95) };
}

describe('the p of a difference', () => {
  test.each([0.9, 1.02, 1.05, 1.3])('at ratio %f is below α where the interval at 1 − α leaves 1 out', (ratio) => {
    for (const alpha of [0.001, 0.05, 0.2]) {
      const estimate = made(ratio, 0.02);
      const { low, high } = interval(estimate, 1 - alpha);
      expect(pOfDifference(estimate) < alpha).toBe(low > 1 || high < 1);
    }
  });

  test('beyond a zone is below α where the interval leaves the zone', () => {
    for (const ratio of [0.8, 1.1, 1.15, 1.4]) {
      const estimate = made(ratio, 0.03);
      const { low, high } = interval(estimate, 0.95);
      expect(pOfDifference(estimate, 1.1) < 0.05).toBe(low > 1.1 || high < 1 / 1.1);
    }
  });

  test('is the same for a ratio and its inverse, and 1 within the zone', () => {
    expect(pOfDifference(made(1.04, 0.02))).toBeCloseTo(pOfDifference(made(1 / 1.04, 0.02)), 12);
    expect(pOfDifference(made(1, 0.02))).toBe(1);
    expect(pOfDifference(made(1.04, 0.02), 1.1)).toBe(1);
  });

  test('of values without any scatter is 0', () => {
    expect(pOfDifference(made(1.1, 0))).toBe(0);
  });
});

describe('the p of equivalence', () => {
  test.each([0.97, 1, 1.01, 1.03])('at ratio %f is below α where the interval at 1 − 2α lies within', (ratio) => {
    for (const alpha of [0.001, 0.05]) {
      const estimate = made(ratio, 0.012);
      const { low, high } = interval(estimate, 1 - 2 * alpha);
      expect(pOfEquivalence(estimate, 1.05) < alpha).toBe(low > 1 / 1.05 && high < 1.05);
    }
  });

  test('is 1 where the estimate lies beyond the bar', () => {
    expect(pOfEquivalence(made(1.2, 0.01), 1.05)).toBe(1);
    expect(pOfEquivalence(made(1, 0), 1.05)).toBe(0);
  });
});
