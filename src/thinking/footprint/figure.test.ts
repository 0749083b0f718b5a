import { expect, it } from 'vitest';
import { known, medianOf, orUnknown, sum, unknown } from './figure.ts';
import type { Unknown } from './footprint.ts';

const WHY: Unknown = { kind: 'memory-closed' };

it('repeated values have a median, their ends and their number; no values are unknown, not nought', () => {
  expect(medianOf([12, 9, 30], WHY)).toEqual({ kind: 'known', value: 12, spread: { low: 9, high: 30, n: 3 } });
  expect(medianOf([], WHY)).toEqual(unknown(WHY));
  expect(orUnknown(null, WHY)).toEqual(unknown(WHY));
});

it('a sum is unknown where a part of it is', () => {
  expect(sum(known(2), known(3))).toEqual(known(5));
  expect(sum(known(2), unknown(WHY))).toEqual(unknown(WHY));
  expect(sum(unknown(WHY), known(3))).toEqual(unknown(WHY));
});
