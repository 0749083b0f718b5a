import { expect, test } from 'vitest';

import { madeBooks, madeMeasurement, madeSurge } from './made-rounds.ts';
import { isAsked, isPercentile, metricOf, observedValue, phaseFor, readValue } from './reading.ts';

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

test('the metrics of a surge are read from it, and are not asked where a round has none', () => {
  // Of 6,000 requests 2,000 were late; 900 answers a second came in the surge, and the peak had 2,000.
  const seconds = [
    [700, 800],
    [900, 900],
    [300, 1000],
    [100, 700],
    [0, 500],
    [0, 500],
    [0, 500],
    [0, 500],
    [0, 500],
  ] as const;
  const made = madeMeasurement({ ...PLACE, surge: madeSurge(seconds), peak: { achievedPerS: 2000 } });
  const read = (id: Parameters<typeof metricOf>[0]): number | null => readValue(metricOf(id), made);
  expect(read('surge-kept')).toBeCloseTo(0.45, 9);
  expect(read('surge-late')).toBeCloseTo(2000 / 6000, 9);
  expect(read('surge-memory')).toBe(90);
  const plain = madeMeasurement(PLACE);
  for (const id of ['surge-kept', 'surge-late', 'surge-memory'] as const) {
    expect([isAsked(metricOf(id), plain), isAsked(metricOf(id), made)]).toEqual([false, true]);
    expect(observedValue(metricOf(id), plain)).toBeNull();
  }
  expect(phaseFor(metricOf('surge-kept'), made)).toBe(made.surge?.phase);
});

test('a share of nothing is a value, and no ratio is had of it', () => {
  const quiet = madeMeasurement({ ...PLACE, surge: madeSurge([[0, 500]]) });
  expect(observedValue(metricOf('surge-late'), quiet)).toBe(0);
  expect(readValue(metricOf('surge-late'), quiet)).toBeNull();
  const unmeasured = madeMeasurement({ ...PLACE, surge: madeSurge([[0, 500]], { memoryMiB: 0 }) });
  expect(observedValue(metricOf('surge-memory'), unmeasured)).toBeNull();
  const unanswered = madeMeasurement({ ...PLACE, surge: madeSurge([[9, 500]]), peak: { achievedPerS: 0 } });
  expect(observedValue(metricOf('surge-kept'), unanswered)).toBeNull();
});

function times(p99: number) {
  return { p50: 1, p90: 2, p99, p99_9: null, max: 9 };
}

test('pieces are those of the operation that is asked about, else of whichever has any, and no metric where none has', () => {
  const counted = { correct: 9, wrong: 0, failed: 0, shed: 0, unfinished: 0, responseMs: null, serviceMs: times(1) };
  const part = (first: number) => ({ ...counted, pieces: { firstMs: times(first), gapMs: times(first * 2) } });
  const parts = { plain: { ...counted, pieces: null }, ticks: part(3), ask: part(5) };
  const streamed = (timesOf: string | null) => madeMeasurement({ ...PLACE, steady: { parts, timesOf } });
  const read = (round: ReturnType<typeof streamed>) =>
    (['first-piece', 'piece-gap'] as const).map((id) => observedValue(metricOf(id), round));
  expect(read(streamed('ask'))).toEqual([5, 10]);
  expect(read(streamed(null))).toEqual([3, 6]);
  for (const id of ['first-piece', 'piece-gap'] as const) {
    expect(isAsked(metricOf(id), streamed('ask'))).toBe(true);
    expect(isAsked(metricOf(id), streamed('plain'))).toBe(false);
    expect(isAsked(metricOf(id), madeMeasurement(PLACE))).toBe(false);
  }
});
