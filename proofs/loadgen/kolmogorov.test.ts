import { describe, expect, it } from 'vitest';
import { seededDraws } from '../../src/thinking/estimate/draws.ts';
import { boundAtOnePercent, distance } from './kolmogorov.ts';

const N = 2000;

function exponential(seed: number, mean: number): Float64Array {
  const { uniform } = seededDraws(seed);
  return Float64Array.from({ length: N }, () => -mean * Math.log(1 - uniform()));
}

describe('the test of arrivals', () => {
  it('refuses true exponential gaps about once in a hundred', () => {
    let refused = 0;
    for (let seed = 0; seed < 1000; seed++) if (distance(exponential(seed, 3), 3) > boundAtOnePercent(N)) refused++;
    expect(refused).toBeGreaterThanOrEqual(2);
    expect(refused).toBeLessThanOrEqual(22);
  });
  it('refuses constant gaps, gaps of another mean and gaps rounded to a tenth of the mean', () => {
    const bound = boundAtOnePercent(N);
    expect(distance(new Float64Array(N).fill(3), 3)).toBeGreaterThan(bound);
    expect(distance(exponential(1, 3.4), 3)).toBeGreaterThan(bound);
    expect(
      distance(
        exponential(1, 3).map((gap) => Math.floor(gap / 0.3) * 0.3),
        3,
      ),
    ).toBeGreaterThan(bound);
  });
});
