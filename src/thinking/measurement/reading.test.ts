import { expect, test } from 'vitest';

import { madeBooks, madeMeasurement } from './made-rounds.ts';
import { isPercentile, metricOf, readValue } from './reading.ts';

const PLACE = { entry: 'go', block: 0, position: 0 };

test('every metric reads its own value of a round', () => {
  const round = madeMeasurement({ ...PLACE, cpuUs: 100, peakCpuUs: 50, p50Ms: 1.5, p99Ms: 7, memoryMiB: 33 });
  const read = (id: Parameters<typeof metricOf>[0]): number | null => readValue(metricOf(id), round);
  expect(read('cpu-per-request')).toBeCloseTo(100, 9);
  expect(read('peak-cpu-per-request')).toBeCloseTo(50, 9);
  expect(read('peak-rate')).toBeCloseTo(29_000 / 1.5, 6);
  expect([read('p50'), read('p90'), read('p99'), read('p99.9'), read('memory')]).toEqual([1.5, 3, 7, null, 33]);
});

test('a reading of zero is unknown, not free', () => {
  const idle = madeMeasurement({ ...PLACE, steadyBill: { contenderS: 0 } });
  expect(readValue(metricOf('cpu-per-request'), idle)).toBeNull();
  const unanswered = madeMeasurement({ ...PLACE, steady: { books: madeBooks(0, { failed: 10 }) } });
  expect(readValue(metricOf('cpu-per-request'), unanswered)).toBeNull();
});

test('percentiles are told from the other metrics', () => {
  expect(['p50', 'p90', 'p99', 'p99.9'].every((id) => isPercentile(metricOf(id as 'p50').id))).toBe(true);
  expect(isPercentile('memory')).toBe(false);
});
