import { expect, test } from 'vitest';
import type { VoidReason } from '../measurement/failure.ts';
import type { Books, GeneratorVerdict, Percentiles } from '../measurement/phase.ts';
import { attemptMs, meets, type Outcome } from './objective.ts';

const OBJECTIVE = { p99Ms: 50, errors: 0.001 };
const CALM: Books = { planned: 4000, correct: 4000, wrong: 0, failed: 0, shed: 0, unfinished: 0, balanced: true };
const NONE: Percentiles = { p50: null, p90: null, p99: null, p99_9: null, max: null };

interface Seen {
  readonly books: Books;
  readonly verdict: GeneratorVerdict;
  readonly p99: number | null;
  readonly disturbed: VoidReason | null;
}

function judged(seen: Partial<Seen>): Outcome {
  const { books = CALM, verdict = 'valid', p99 = 12, disturbed = null } = seen;
  const generator = { verdict, reasons: ['why'], cpuUsPerRequest: 3, lagP99Us: 20 };
  return meets(OBJECTIVE, { books, generator, responseMs: { ...NONE, p99 }, parts: {}, timesOf: null }, disturbed);
}

test('a p99 at the limit meets the objective, and one above it does not', () => {
  expect(judged({ p99: 50 })).toEqual({ kind: 'passed', p99Ms: 50 });
  expect(judged({ p99: 50.1 })).toEqual({ kind: 'failed', by: { kind: 'slow', p99Ms: 50.1 } });
});

test.each(['wrong', 'failed', 'shed', 'unfinished'] as const)(
  'more requests that end %s than allowed fail it',
  (how) => {
    const books = (errors: number): Books => ({ ...CALM, correct: 4000 - errors, [how]: errors });
    expect(judged({ books: books(4) }).kind).toBe('passed');
    expect(judged({ books: books(5) })).toEqual({ kind: 'failed', by: { kind: 'errors', errors: 5, of: 4000 } });
  },
);

test('a server that does not keep up has failed, however low its p99 is yet', () => {
  expect(judged({ verdict: 'server-saturated', p99: 12 })).toEqual({
    kind: 'failed',
    by: { kind: 'saturated', reasons: ['why'] },
  });
});

test('too few connections are judged by what requests met', () => {
  expect(judged({ verdict: 'connection-limited', p99: 12 }).kind).toBe('passed');
  expect(judged({ verdict: 'connection-limited', p99: 80 }).kind).toBe('failed');
});

test.each(['void', 'noisy-host', 'generator-limited'] as const)(
  'an attempt whose generator is %s is no evidence',
  (verdict) => {
    for (const p99 of [12, 80]) {
      expect(judged({ verdict, p99 })).toEqual({
        kind: 'void',
        reason: { kind: 'generator', phase: 'capacity', verdict, reasons: ['why'] },
      });
    }
  },
);

test('a gate voids an attempt whether it met the objective or not', () => {
  const disturbed: VoidReason = { kind: 'foreign-cpu', phase: 'steady', share: 0.4, limit: 0.05 };
  const errors: Books = { ...CALM, correct: 3000, wrong: 1000 };
  for (const seen of [{}, { p99: 80 }, { books: errors }, { verdict: 'server-saturated' as const }]) {
    expect(judged({ ...seen, disturbed })).toEqual({ kind: 'void', reason: disturbed });
  }
});

test('without a p99 nobody can say', () => {
  expect(judged({ p99: null })).toEqual({ kind: 'void', reason: { kind: 'thin-tail', correct: 4000 } });
  const nothing: Books = { ...CALM, planned: 0, correct: 0 };
  const generator = { verdict: 'valid', reasons: [], cpuUsPerRequest: null, lagP99Us: null } as const;
  expect(meets(OBJECTIVE, { books: nothing, generator, responseMs: null, parts: {}, timesOf: null }, null)).toEqual({
    kind: 'void',
    reason: { kind: 'thin-tail', correct: 0 },
  });
});

test('an attempt is long enough for its p99, for one step too many, and for what is asked', () => {
  expect(attemptMs({ p99Ms: 10, errors: 0 }, 500, 1000)).toBe(6600);
  expect(attemptMs({ p99Ms: 10, errors: 0 }, 5000, 1000)).toBe(1000);
  expect(attemptMs({ p99Ms: 100, errors: 0 }, 5000, 1000)).toBe(2500);
  expect(attemptMs({ p99Ms: 10, errors: 0.25 }, 500, 1000)).toBe(8800);
  expect(attemptMs({ p99Ms: 10, errors: 1 }, 500, 1000)).toBe(13_200);
});

test('one step too many shows in the p99 of an attempt of that length', () => {
  // A queue at 1.05 times what is carried: the wait grows by 5 % of the time that passes.
  const forMs = attemptMs(OBJECTIVE, 1_000_000, 0);
  expect(0.05 * 0.99 * forMs).toBeGreaterThan(OBJECTIVE.p99Ms);
});

test('where the scenario asks about one operation, its p99 is the one that must meet the objective', () => {
  const generator = { verdict: 'valid', reasons: [], cpuUsPerRequest: null, lagP99Us: null } as const;
  const part = { correct: 4000, wrong: 0, failed: 0, shed: 0, unfinished: 0, serviceMs: NONE, pieces: null };
  const parts = {
    light: { ...part, responseMs: { ...NONE, p99: 12 } },
    heavy: { ...part, responseMs: { ...NONE, p99: 900 } },
  };
  const phase = { books: CALM, generator, responseMs: { ...NONE, p99: 400 }, parts };
  expect(meets(OBJECTIVE, { ...phase, timesOf: 'light' }, null)).toEqual({ kind: 'passed', p99Ms: 12 });
  expect(meets(OBJECTIVE, { ...phase, timesOf: 'heavy' }, null).kind).toBe('failed');
  expect(meets(OBJECTIVE, { ...phase, timesOf: null }, null).kind).toBe('failed');
});
