import { describe, expect, test } from 'vitest';

import { seededDraws } from './draws.ts';
import type { Pair, RatioEstimate } from './estimate.ts';
import { blocksToSettle, smallestEffect } from './power.ts';
import { estimateRatio, excludesOne } from './ratio.ts';

/** An estimate without covariate from `n` blocks with scatter `sd`. */
function estimateWith(ratio: number, sd: number, n: number): RatioEstimate {
  const se = sd / Math.sqrt(n);
  const spreads = { within: { se, df: n - 1 }, between: null, atEqualSpeed: false, grain: 0, sittings: [ratio] };
  return { kind: 'estimate', ratio, low: 0, high: 0, level: 0.95, n, sd, ...spreads, rank: null };
}

describe('what a run could have seen', () => {
  test('agrees with the published table of detectable ratios', () => {
    // sd, n, percent (80 % power, 5 % two-sided); the table rounds to a tenth.
    const table: readonly (readonly [number, number, number])[] = [
      [0.01, 8, 1.2],
      [0.02, 12, 1.8],
      [0.05, 12, 4.5],
      [0.05, 20, 3.4],
      [0.1, 12, 9.3],
      [0.2, 30, 11.2],
    ];
    for (const [sd, n, percent] of table) {
      expect(Math.abs(smallestEffect(estimateWith(1, sd, n), 0.05) * 100 - percent)).toBeLessThan(
        0.02 * percent + 0.06,
      );
    }
  });

  test('an effect of that size is seen in four runs of five', () => {
    const draws = seededDraws(21);
    const effect = Math.log1p(smallestEffect(estimateWith(1, 0.1, 12), 0.05));
    let seen = 0;
    for (let run = 0; run < 3000; run += 1) {
      const pairs: readonly Pair[] = Array.from({ length: 12 }, (_, block) => ({
        block,
        contender: Math.exp(effect + 0.1 * draws.normal()),
        against: 1,
        sitting: 0,
        contenderPosition: 0,
        againstPosition: 0,
        slowness: null,
      }));
      const estimate = estimateRatio(pairs, 0.95);
      if (estimate.kind === 'estimate' && excludesOne(estimate)) seen += 1;
    }
    expect(seen / 3000).toBeGreaterThan(0.76);
    expect(seen / 3000).toBeLessThan(0.84);
  });

  test('a stricter alpha sees only larger effects', () => {
    const estimate = estimateWith(1, 0.05, 6);
    expect(smallestEffect(estimate, 0.001)).toBeGreaterThan(2 * smallestEffect(estimate, 0.05));
  });
});

describe('blocks that would settle it', () => {
  test('are those at which the margin itself would be seen', () => {
    const needed = blocksToSettle(estimateWith(1, 0.1, 12), 0.05, 0.05)!;
    expect(smallestEffect(estimateWith(1, 0.1, needed), 0.05)).toBeLessThanOrEqual(0.05);
    expect(smallestEffect(estimateWith(1, 0.1, needed - 1), 0.05)).toBeGreaterThan(0.05);
  });

  test('are always more than there are', () => {
    expect(blocksToSettle(estimateWith(1.028, 0.04, 12), 0.05, 0.05)).toBeGreaterThan(12);
    expect(blocksToSettle(estimateWith(1, 0, 12), 0.05, 0.05)).toBe(13);
  });

  test('grow with the scatter, shrink with the margin, and do not depend on the side of one', () => {
    const plain = blocksToSettle(estimateWith(1.01, 0.1, 12), 0.05, 0.05)!;
    expect(blocksToSettle(estimateWith(1.01, 0.2, 12), 0.05, 0.05)).toBeGreaterThan(2 * plain);
    expect(blocksToSettle(estimateWith(1.01, 0.1, 12), 0.1, 0.05)).toBeLessThan(plain);
    expect(blocksToSettle(estimateWith(1 / 1.01, 0.1, 12), 0.05, 0.05)).toBe(plain);
  });

  test('are more the nearer the estimate lies to the floor that it must be beyond', () => {
    const near = blocksToSettle(estimateWith(1.3, 0.1, 4), 0.2, 0.05, 0.25)!;
    const far = blocksToSettle(estimateWith(1.6, 0.1, 4), 0.2, 0.05, 0.25)!;
    expect(near).toBeGreaterThan(far);
    expect(near).toBeGreaterThan(blocksToSettle(estimateWith(1.3, 0.1, 4), 0.2, 0.05)!);
  });

  test('are unknown where no sane run would settle it', () => {
    expect(blocksToSettle(estimateWith(1, 5, 12), 0.05, 0.05)).toBeNull();
  });
});
