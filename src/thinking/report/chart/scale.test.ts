import { describe, expect, test } from 'vitest';

import { at, linearScale, linearTicks, logScale, logTicks, paddedLogSpan, percentileScale, spread } from './scale.ts';

describe('scales', () => {
  test('a linear scale keeps the ends and the middle', () => {
    const scale = linearScale([0, 10], [100, 200]);
    expect([0, 5, 10].map(scale)).toEqual([100, 150, 200]);
  });

  test('a logarithmic scale makes equal ratios equally long', () => {
    const scale = logScale([0.25, 4], [0, 100]);
    expect(scale(1)).toBeCloseTo(50, 9);
    expect(scale(2) - scale(1)).toBeCloseTo(scale(0.5) - scale(0.25), 9);
  });

  test('on a percentile axis each further nine is one step', () => {
    const scale = percentileScale(99.9, [0, 300]);
    expect(scale(0)).toBeCloseTo(0, 9);
    expect(scale(90)).toBeCloseTo(100, 9);
    expect(scale(99)).toBeCloseTo(200, 9);
    expect(scale(99.9)).toBeCloseTo(300, 6);
  });

  test('a span leaves room around its values, and one value or none still has a span', () => {
    const [low, high] = paddedLogSpan([1, 2]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(2);
    const [one, other] = paddedLogSpan([7]);
    expect(one).toBeLessThan(other);
    expect(paddedLogSpan([])).toEqual([0.5, 2]);
    expect(paddedLogSpan([0, Number.NaN, 3, 3])[0]).toBeGreaterThan(0);
  });
});

describe('ticks', () => {
  test('are round, within the span, and never too many', () => {
    for (const span of [
      [0.28, 1.07],
      [0.9, 1.1],
      [0.001, 5000],
      [40, 105],
      [17, 72],
    ] as const) {
      const ticks = logTicks(span, 8);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(9);
      for (const tick of ticks) {
        expect(tick).toBeGreaterThanOrEqual(span[0]);
        expect(tick).toBeLessThanOrEqual(span[1]);
      }
    }
    expect(logTicks([0.05, 20], 9)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20]);
  });

  test('on a linear axis are even steps', () => {
    expect(linearTicks([0, 10], 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(linearTicks([0.93, 1.08], 5)).toEqual([0.95, 1, 1.05]);
    expect(linearTicks([3, 3], 5)).toEqual([3]);
  });
});

describe('labels', () => {
  test('that would overlap are moved apart within bounds, in their order', () => {
    const moved = spread([100, 101, 102, 10], 15, [0, 200]);
    const sorted = moved.toSorted((a, b) => a - b);
    for (const [i, place] of sorted.slice(1).entries()) expect(place - sorted[i]!).toBeGreaterThanOrEqual(15);
    expect(moved[3]).toBe(10);
    expect(moved[0]).toBeLessThan(moved[1] ?? 0);
    expect(Math.max(...spread([198, 199], 15, [0, 200]))).toBeLessThanOrEqual(200);
  });

  test('a coordinate has one decimal', () => {
    expect(at(1.26)).toBe(1.3);
  });
});
