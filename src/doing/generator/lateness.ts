import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';

import type { PhaseSecond } from './generator.ts';

const NS_PER_MS = 1e6;

/** How many of a histogram's values (HDR V2, base64, nanoseconds) are no longer than this; its three digits are all it knows. */
export function countWithin(histogram: string, ms: number): number {
  const decoded = decodeFromCompressedBase64(histogram, 64, false);
  if (!(decoded instanceof JsHistogram)) throw new Error('a histogram was decoded into no histogram of JavaScript');
  if (ms * NS_PER_MS >= decoded.maxValue) return decoded.totalCount;
  const last = decoded.countsArrayIndex(ms * NS_PER_MS);
  let count = 0;
  for (let index = 0; index <= last; index += 1) count += decoded.getCountAtIndex(index);
  return count;
}

/** Of the requests due in a second: all, those answered correctly, and those not answered correctly within so many ms. */
export function latenessOf(
  { cells }: Pick<PhaseSecond, 'cells'>,
  withinMs: number,
): { readonly planned: number; readonly correct: number; readonly late: number } {
  const right = cells.filter(({ outcome }) => outcome === 'correct');
  const planned = cells.reduce((sum, { count }) => sum + count, 0);
  const correct = right.reduce((sum, { count }) => sum + count, 0);
  const inTime = right.reduce(
    (sum, { response }) => sum + (response === null ? 0 : countWithin(response, withinMs)),
    0,
  );
  return { planned, correct, late: planned - inTime };
}
