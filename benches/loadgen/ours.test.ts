import { describe, expect, it } from 'vitest';
import type { Ran } from './arena.ts';
import { phaseResult } from './ours.ts';

const RESULT = {
  verdict: 'valid',
  balanced: true,
  planned: 2,
  correct: 2,
  failed: 0,
  offered_per_s: 2,
  achieved_per_s: 2,
  took_s: 1,
  response_ms: null,
  service_ms: null,
  send_lag_us: null,
  peak_memory_bytes: 1,
  draws: 'a1',
};

function ran(...events: readonly object[]): Ran {
  const output = events.map((event) => JSON.stringify(event)).join('\n');
  return { exit: { kind: 'code', code: 0 }, output, lastLines: ['gone'], cpuSeconds: 0, peakMiB: null };
}

describe('the result of a phase', () => {
  it('is found among events that have none', () => {
    const events = [{ event: 'connected' }, { event: 'phase', phase: 'steady', result: RESULT }, { event: 'end' }];
    expect(phaseResult(ran(...events), 'steady')).toEqual(RESULT);
  });
  it('is an error with the last words where there is none', () => {
    expect(() => phaseResult(ran({ event: 'end' }), 'steady')).toThrow('no result of phase steady: gone');
  });
});
