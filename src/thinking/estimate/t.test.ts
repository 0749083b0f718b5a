import jstat from 'jstat';
import { describe, expect, test } from 'vitest';

import { halfStepGammaRatio } from './incomplete-beta.ts';
import { POINTS, PROBABILITIES, QUANTILES, TAILS } from './t-reference.ts';
import { tCdf, tDensity, tQuantile } from './t.ts';

const relative = (got: number, want: number): number => Math.abs(got / want - 1);

describe('Student t', () => {
  test('quantiles agree with 40-digit references to 1e-12', () => {
    let worst = 0;
    for (const [df, row] of QUANTILES) {
      row.forEach((want, i) => {
        worst = Math.max(worst, relative(tQuantile(PROBABILITIES[i]!, df), want));
      });
    }
    expect(QUANTILES.length * PROBABILITIES.length).toBe(315);
    expect(worst).toBeLessThan(1e-12);
  });

  test('tail probabilities agree with 40-digit references to 1e-12, relative to themselves', () => {
    let worst = 0;
    for (const [df, row] of TAILS) {
      row.forEach((want, i) => {
        worst = Math.max(worst, relative(tCdf(-POINTS[i]!, df), want));
      });
    }
    expect(worst).toBeLessThan(1e-12);
  });

  test('a second, unrelated library agrees as far as it is exact itself', () => {
    for (const df of [2, 5, 10, 26, 38]) {
      for (const p of [0.8, 0.95, 0.975, 0.9995]) {
        expect(relative(tQuantile(p, df), jstat.studentt.inv(p, df))).toBeLessThan(1e-6);
      }
    }
  });

  test('quantile and distribution undo each other and both are symmetric', () => {
    for (const df of [1, 3, 10.5, 200]) {
      for (const p of [0.0005, 0.02, 0.3, 0.5, 0.51, 0.9, 0.9995]) {
        expect(tCdf(tQuantile(p, df), df)).toBeCloseTo(p, 14);
        expect(tQuantile(1 - p, df)).toBeCloseTo(-tQuantile(p, df), 10);
      }
      expect(tCdf(1.3, df) + tCdf(-1.3, df)).toBeCloseTo(1, 15);
    }
  });

  test('the density is the slope of the distribution', () => {
    for (const df of [1, 4, 30]) {
      for (const t of [-2, 0, 0.7, 3]) {
        const slope = (tCdf(t + 1e-5, df) - tCdf(t - 1e-5, df)) / 2e-5;
        expect(relative(tDensity(t, df), slope)).toBeLessThan(1e-8);
      }
    }
  });

  test('so far out that its square is beyond all numbers nothing is left', () => {
    expect(tCdf(-1e200, 3)).toBe(0);
    expect(tCdf(1e200, 3)).toBe(1);
  });

  test('a quantile too far out for a number is a bug, not a wrong number', () => {
    expect(tQuantile(0.975, 0.05)).toBeGreaterThan(1e20);
    expect(() => tQuantile(0.975, 0.001)).toThrow('beyond 1e+150');
  });

  test('one degree of freedom is the Cauchy distribution, in closed form', () => {
    for (const p of [0.6, 0.9, 0.999, 1 - 1e-9]) {
      expect(relative(tQuantile(p, 1), 1 / Math.tan(Math.PI * (1 - p)))).toBeLessThan(1e-12);
    }
  });

  test('the ratio of gammas is right at whole numbers, where it is known exactly', () => {
    // Γ(3/2)/Γ(1) = √π/2 and Γ(7/2)/Γ(3) = 15√π/16
    expect(relative(halfStepGammaRatio(1), Math.sqrt(Math.PI) / 2)).toBeLessThan(2e-15);
    expect(relative(halfStepGammaRatio(3), (15 * Math.sqrt(Math.PI)) / 16)).toBeLessThan(2e-15);
  });

  test('infinite arguments have their limits, impossible ones are bugs', () => {
    expect(tCdf(Infinity, 5)).toBe(1);
    expect(tCdf(-Infinity, 5)).toBe(0);
    expect(tCdf(0, 5)).toBe(0.5);
    expect(() => tCdf(NaN, 5)).toThrow('NaN');
    expect(() => tCdf(1, 0)).toThrow('degrees of freedom');
    expect(() => tQuantile(1, 5)).toThrow('between 0 and 1');
    expect(() => tQuantile(0.9, NaN)).toThrow('degrees of freedom');
  });
});
