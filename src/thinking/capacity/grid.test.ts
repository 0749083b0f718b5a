import { expect, test } from 'vitest';
import { rateOf, stepAtOrBelow, STEP_RATIO } from './grid.ts';

test('each step offers 5 % more than the one below, in four digits', () => {
  expect([0, 1, 2, 100, 200].map(rateOf)).toEqual([1, 1.05, 1.103, 131.5, 17_290]);
  for (let step = 0; step < 330; step += 1) {
    expect(Math.abs(rateOf(step + 1) / rateOf(step) / STEP_RATIO - 1)).toBeLessThan(0.001);
    expect(Number(rateOf(step).toPrecision(4))).toBe(rateOf(step));
  }
});

test('the step at or below a rate is the highest that offers no more', () => {
  for (let step = 0; step < 330; step += 1) {
    const [rate, next] = [rateOf(step), rateOf(step + 1)];
    expect(stepAtOrBelow(rate)).toBe(step);
    expect(stepAtOrBelow(rate + 0.001 * (next - rate))).toBe(step);
    expect(stepAtOrBelow(next - 0.001 * (next - rate))).toBe(step);
  }
});

test('a rate below the grid stands at its first step', () => {
  expect(stepAtOrBelow(0.999)).toBe(0);
  expect(stepAtOrBelow(0.01)).toBe(0);
});

test('what is no step and no rate is a bug', () => {
  for (const step of [-1, 0.5, Number.NaN]) expect(() => rateOf(step)).toThrow('whole number');
  for (const rate of [0, -5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => stepAtOrBelow(rate)).toThrow('above 0');
});
