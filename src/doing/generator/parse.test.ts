import { describe, expect, test } from 'vitest';
import { parseEvent } from './parse.ts';

const PERCENTILES = { p50: 1, p90: 2, p99: 3, p99_9: null, max: 4 };
const RESULT = {
  verdict: 'valid',
  reasons: [],
  partial: false,
  balanced: true,
  planned: 10,
  correct: 9,
  wrong: 0,
  failed: 1,
  shed: 0,
  unfinished: 0,
  wrong_by: {},
  failed_by: { timeout: 1 },
  took_s: 1.5,
  offered_per_s: 6.7,
  achieved_per_s: 6,
  response_ms: PERCENTILES,
  service_ms: PERCENTILES,
  send_lag_us: { ...PERCENTILES, p99: 12 },
  cpu_us_per_request: 4.2,
  by_operation: {
    get: { correct: 9, wrong: 1, failed: 0, shed: 0, unfinished: 0, response_ms: PERCENTILES, service_ms: null },
  },
  draws: '00ff',
  histograms: { response: 'abc', service: 'def' },
};
const phase = (more: object): string =>
  JSON.stringify({ event: 'phase', phase: 'steady', result: { ...RESULT, ...more } });

describe('a line of the generator', () => {
  test('that ends a phase gives its report, in our names and units', () => {
    const event = parseEvent(phase({}));
    expect(event).toMatchObject({
      kind: 'phase',
      phase: 'steady',
      report: {
        planned: 10,
        failedBy: { timeout: 1 },
        tookS: 1.5,
        offeredPerS: 6.7,
        achievedPerS: 6,
        responseMs: PERCENTILES,
        sendLagP99Us: 12,
        cpuUsPerRequest: 4.2,
        parts: { get: { correct: 9, wrong: 1, failed: 0, shed: 0, unfinished: 0, responseMs: PERCENTILES } },
        draws: '00ff',
        histograms: { response: 'abc', service: 'def' },
      },
    });
  });

  test.each(['valid', 'generator-limited', 'connection-limited', 'server-saturated', 'noisy-host', 'void'])(
    'may call its phase %s',
    (verdict) => {
      expect(parseEvent(phase({ verdict }))).toMatchObject({ report: { verdict } });
    },
  );

  test('keeps unknown what the generator does not know', () => {
    const unknown = {
      took_s: null,
      offered_per_s: null,
      achieved_per_s: null,
      response_ms: null,
      service_ms: null,
      send_lag_us: null,
      cpu_us_per_request: null,
      histograms: { response: null, service: null },
    };
    expect(parseEvent(phase(unknown))).toMatchObject({
      report: {
        tookS: null,
        offeredPerS: null,
        achievedPerS: null,
        responseMs: null,
        serviceMs: { p50: null, p90: null, p99: null, p99_9: null, max: null },
        sendLagP99Us: null,
        cpuUsPerRequest: null,
        histograms: { response: null, service: null },
      },
    });
  });

  test('that waits, fails or brings bodies is read whole; bytes of a body are UTF-8', () => {
    expect(parseEvent('{"event":"waiting","phase":"peak"}')).toEqual({ kind: 'waiting', phase: 'peak' });
    expect(parseEvent('{"event":"error","message":"refused"}')).toEqual({ kind: 'error', message: 'refused' });
    const body = { k: 50, operation: 'get', variant: 3, status: 200 };
    const encoded = Buffer.from('{"name":"Zoé"}').toString('base64');
    expect(
      parseEvent(JSON.stringify({ event: 'bodies', phase: 'peak', bodies: [{ ...body, body_base64: encoded }] })),
    ).toEqual({ kind: 'bodies', phase: 'peak', bodies: [{ ...body, body: '{"name":"Zoé"}' }] });
  });

  test('that samples an answer without a status is no bug of ours', () => {
    const body = { k: 0, operation: 'get', variant: 0, status: null, body_base64: '' };
    expect(parseEvent(JSON.stringify({ event: 'bodies', phase: 'peak', bodies: [body] }))).toMatchObject({
      bodies: [{ status: null, body: '' }],
    });
  });

  test('for people is let pass, whatever it holds', () => {
    expect(parseEvent('{"event":"connected","n":3,"more":{}}')).toEqual({ kind: 'other' });
  });

  test('that tells a second gives what came in it, and what became of the requests due in it', () => {
    const cells = [
      { operation: 'get', outcome: 'correct', count: 7, response: 'abc', service: 'def', send_lag: 'ghi' },
      { operation: 'get', outcome: 'shed', count: 2, response: null, service: null, send_lag: null },
    ];
    const wire = { event: 'second', phase: 'surge', second: 3, verdict: 'valid', correct: 5, wrong: 1, cells };
    expect(parseEvent(JSON.stringify({ ...wire, p50_ms: 1.5, p99_ms: null }))).toEqual({
      kind: 'second',
      phase: 'surge',
      second: {
        second: 3,
        correct: 5,
        p50Ms: 1.5,
        p99Ms: null,
        cells: [
          { outcome: 'correct', count: 7, response: 'abc' },
          { outcome: 'shed', count: 2, response: null },
        ],
      },
    });
    const odd = { ...wire, p50_ms: null, p99_ms: null, cells: [{ ...cells[0], outcome: 'lost' }] };
    expect(() => parseEvent(JSON.stringify(odd))).toThrow(/outcome/u);
  });

  test.each([
    ['that is no JSON', 'thread panicked'],
    ['without an event', '{}'],
    ['with a negative count', phase({ wrong: -1 })],
    ['with a broken count', phase({ planned: 1.5 })],
    ['with a verdict nobody knows', phase({ verdict: 'fine' })],
    ['without its draws', phase({ draws: undefined })],
    ['with text for a number', phase({ took_s: '1' })],
  ])('%s is a bug on one side, and throws', (_, line) => {
    expect(() => parseEvent(line)).toThrow(/./u);
  });
});
