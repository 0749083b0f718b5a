import { expect, test } from 'vitest';
import { parseEvent } from './parse.ts';

const TIMES = { p50: 1, p90: 2, p99: 3, p99_9: null, max: 9, mean: 1.2 };

/** Ten messages to nineteen receivers each, of which one was never sent. */
const RESULT = {
  verdict: 'valid',
  reasons: [],
  partial: false,
  balanced: true,
  planned: 10,
  sent: 9,
  unsent: 1,
  receivers: 19,
  expected: 171,
  delivered: 170,
  lost: 1,
  duplicates: 2,
  strangers: 3,
  unreadable: 4,
  reordered: 5,
  misnumbered: 0,
  lost_connections: 1,
  protocol_errors: 0,
  offered_per_s: 100,
  delivered_per_s: 1700,
  took_s: 0.1,
  delay_ms: TIMES,
  transit_ms: TIMES,
  send_lag_us: { ...TIMES, p99: 40 },
  cpu_us_per_delivery: 2.5,
  histograms: { unit: 'ns', delay: 'D', transit: 'T', last_delay: 'L', send_lag: 'S' },
};

function reportOf(changes: object) {
  const event = parseEvent(JSON.stringify({ event: 'phase', phase: 'steady', result: { ...RESULT, ...changes } }));
  if (event.kind !== 'phase') throw new Error(event.kind);
  return event.report;
}

test('a delivery counts as a request, and the books of deliveries balance', () => {
  const report = reportOf({});
  expect(report).toMatchObject({
    planned: 199,
    correct: 165,
    wrong: 14,
    failed: 1,
    shed: 19,
    unfinished: 0,
    offeredPerS: 1900,
    achievedPerS: 1700,
    responseMs: { p50: 1, p99: 3 },
    sendLagP99Us: 40,
    cpuUsPerRequest: 2.5,
    wrongBy: { duplicates: 2, strangers: 3, unreadable: 4, reordered: 5 },
    failedBy: { lost: 1 },
    histograms: { response: 'D', service: 'T' },
  });
  const { planned, correct, wrong, failed, shed, unfinished } = report;
  expect(correct + wrong + failed + shed + unfinished).toBe(planned);
});

test('what never came over connections that stand is wrong', () => {
  expect(reportOf({ lost_connections: 0 })).toMatchObject({
    wrong: 15,
    failed: 0,
    wrongBy: { dropped: 1 },
    failedBy: {},
  });
});

test('what is misnumbered is told and no part of the books, since it may be reordered as well', () => {
  const { wrong, correct } = reportOf({});
  expect(reportOf({ misnumbered: 7 })).toMatchObject({ wrong, correct, wrongBy: { misnumbered: 7, reordered: 5 } });
});

test('in a closed loop nothing was due', () => {
  const closed = reportOf({ offered_per_s: null, delay_ms: null, send_lag_us: null });
  expect(closed).toMatchObject({ offeredPerS: null, responseMs: null, sendLagP99Us: null, serviceMs: { p50: 1 } });
});

test('a result of rooms that lacks a count is a bug on one side', () => {
  expect(() => reportOf({ reordered: undefined })).toThrow(/reordered|invalid_union/u);
});
