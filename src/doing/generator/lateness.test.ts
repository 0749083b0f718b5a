import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { expect, test } from 'vitest';

import { countWithin, latenessOf } from './lateness.ts';

/** A histogram as the generator makes it, of these times in ms. */
function histogramOf(...ms: readonly number[]): string {
  const histogram = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120e9,
    numberOfSignificantValueDigits: 3,
  });
  for (const one of ms) histogram.recordValue(one * 1e6);
  return encodeIntoCompressedBase64(histogram);
}

test('times up to a limit are counted, to the three digits that a histogram has', () => {
  const histogram = histogramOf(0.02, 1, 49.9, 50, 50.2, 80, 5000);
  expect([0.01, 1, 49, 50, 51, 4000, 5100, 200_000].map((ms) => countWithin(histogram, ms))).toEqual([
    0, 2, 2, 4, 5, 6, 7, 7,
  ]);
  expect(countWithin(histogramOf(), 50)).toBe(0);
});

test('late is whatever was not answered correctly in time, whyever', () => {
  const cells = [
    { outcome: 'correct', count: 4, response: histogramOf(1, 2, 60, 700) },
    // Of another operation: all of them count.
    { outcome: 'correct', count: 2, response: histogramOf(3, 51) },
    { outcome: 'wrong', count: 10, response: histogramOf(...Array.from({ length: 10 }, () => 1)) },
    { outcome: 'failed', count: 3, response: histogramOf(9, 9, 9) },
    { outcome: 'shed', count: 5, response: null },
    { outcome: 'unfinished', count: 1, response: histogramOf(20) },
  ] as const;
  expect(latenessOf({ cells }, 50)).toEqual({ planned: 25, correct: 6, late: 22 });
  expect(latenessOf({ cells: [] }, 50)).toEqual({ planned: 0, correct: 0, late: 0 });
});
