import { expect, test } from 'vitest';

import type { ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { PhaseSecond, SampledBody } from '../generator/generator.ts';
import { answersAmong, refusedIn, wrongBodies } from './phase.ts';
import { overloadOf, secondsOf } from './surge.ts';

const told = (second: number, correct: number, shed: number): PhaseSecond => ({
  second,
  correct,
  p50Ms: 2,
  p99Ms: null,
  cells: [{ outcome: 'shed', count: shed, response: null }],
});

test('the seconds of a surge are those in which something was due, and one that nothing is told of is empty', () => {
  // Answers that came after the last second are told of it, and are in none.
  const seconds = secondsOf([told(0, 5, 3), told(2, 7, 1), told(3, 9, 0)], 3, 50);
  const empty = { planned: 0, correct: 0, late: 0, p50Ms: null, p99Ms: null, answered: 0 };
  expect(seconds).toEqual([
    { planned: 3, correct: 0, late: 3, p50Ms: 2, p99Ms: null, answered: 5 },
    empty,
    { planned: 1, correct: 0, late: 1, p50Ms: 2, p99Ms: null, answered: 7 },
  ]);
});

const expected = (): ExpectedAnswer => ({ status: 200, type: null, body: { kind: 'json', json: 1, exact: true } });
const body = (status: number | null, text: string): SampledBody => {
  return { k: 0, operation: 'get', variant: 0, status, body: text };
};

test('among sampled bodies refusals are told by their status, and what is no HTTP is none', () => {
  const bodies = [body(200, '1'), body(503, 'busy'), body(200, '2'), body(null, 'garbage')];
  expect(answersAmong(bodies, expected, 19)).toEqual([bodies[0], bodies[2], bodies[3]]);
  expect(wrongBodies(answersAmong(bodies, expected, 19), 19, expected)).toMatchObject({ wrong: 2 });
  expect(wrongBodies(bodies, 19, expected)).toMatchObject({ wrong: 3 });
  expect([refusedIn({ status: 4, framing: 2 }), refusedIn({})]).toEqual([4, 0]);
});

test('is a share of the round’s own peak, and then half of that peak', () => {
  const planned = { share: 1.5, forS: 3, recoveryS: 6, each: 'poisson', mostPerS: 60_000 } as const;
  expect(overloadOf(planned, 40_000)).toEqual({
    ...planned,
    perSecond: 60_000,
    plan: {
      id: 'surge',
      arrivals: {
        kind: 'steps',
        each: 'poisson',
        steps: [
          { ratePerS: 60_000, forMs: 3000 },
          { ratePerS: 20_000, forMs: 6000 },
        ],
      },
      forMs: 9000,
    },
  });
  expect(overloadOf(planned, 40_001)).toBeNull();
  expect(overloadOf(planned, null)).toBeNull();
});
