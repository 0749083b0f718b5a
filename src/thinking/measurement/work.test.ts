import { expect, test } from 'vitest';

import type { OperationPart } from './phase.ts';
import { missingWork } from './work.ts';

const NONE = { p50: null, p90: null, p99: null, p99_9: null, max: null };

function part(correct: number): OperationPart {
  return { correct, wrong: 0, failed: 0, shed: 0, unfinished: 0, responseMs: null, serviceMs: NONE, pieces: null };
}

const WORK = { read: { mysql: 1, upstream: 0 }, buy: { mysql: 8, upstream: 1 } };
const PHASE = { parts: { read: part(30), buy: part(10) } };

test('what the correct answers of all operations owe is counted together, and is enough', () => {
  expect(missingWork('steady', PHASE, WORK, { mysql: 110, upstream: 10 })).toBeNull();
  expect(missingWork('steady', PHASE, WORK, { mysql: 5000, upstream: 11 })).toBeNull();
});

test('one statement or one request less is missing work of that service', () => {
  expect(missingWork('steady', PHASE, WORK, { mysql: 109, upstream: 10 })).toEqual({
    kind: 'work-missing',
    phase: 'steady',
    service: 'mysql',
    counted: 109,
    owed: 110,
  });
  expect(missingWork('peak', PHASE, WORK, { mysql: 110, upstream: 9 })).toMatchObject({
    phase: 'peak',
    service: 'upstream',
    counted: 9,
    owed: 10,
  });
});

test('what could not be counted proves nothing, and what owes nothing is never missing', () => {
  expect(missingWork('steady', PHASE, WORK, { mysql: null, upstream: null })).toBeNull();
  expect(missingWork('steady', PHASE, {}, { mysql: 0, upstream: 0 })).toBeNull();
});
