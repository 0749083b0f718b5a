import { expect, test } from 'vitest';
import { readMoment, surroundingsOf, type Moment } from './surroundings.ts';

const BEFORE: Moment = {
  host: { pressure: { cpuS: 10, memoryS: null, ioS: 3 }, swappedPages: 100, throttledS: 1, thermalEvents: null },
  queueWaitS: 2,
  clockOffsetMs: 1000,
  coreSpeed: null,
  allowed: { contender: [0], generator: [1] },
};
const AFTER: Moment = {
  host: { pressure: { cpuS: 10.5, memoryS: 1, ioS: 3 }, swappedPages: 108, throttledS: 1.25, thermalEvents: null },
  queueWaitS: 2.5,
  clockOffsetMs: 1250,
  coreSpeed: null,
  allowed: { contender: [0, 1], generator: [1] },
};

test('what went on between two moments is their difference, and unknown where either is', () => {
  expect(surroundingsOf(BEFORE, AFTER)).toEqual({
    pressureS: { cpu: 0.5, memory: null, io: 0 },
    queueWaitS: 0.5,
    swappedPages: 8,
    throttledS: 0.25,
    thermalEvents: null,
    clockJumpMs: 250,
    coreSpeed: null,
    cores: { contender: [0, 1], generator: [1] },
  });
});

test('threads that ended took their waiting with them: never less than none', () => {
  expect(surroundingsOf(BEFORE, { ...AFTER, queueWaitS: 0.5 }).queueWaitS).toBe(0);
});

const SPEED = { arithmeticNs: 11e6, memoryNs: 9e6, wallNs: 21e6 };

function at(coreSpeed: Moment['coreSpeed']): Moment {
  return { ...BEFORE, coreSpeed };
}

test('the core’s speed is known where it was read on both sides of the phase', () => {
  expect(surroundingsOf(at(SPEED), at(SPEED)).coreSpeed).toEqual({ before: SPEED, after: SPEED });
  expect(surroundingsOf(at(SPEED), at(null)).coreSpeed).toBeNull();
});

test('cores count that were allowed before or after, and are unknown where they could not be read once', () => {
  expect(surroundingsOf(AFTER, BEFORE).cores).toEqual({ contender: [0, 1], generator: [1] });
  expect(surroundingsOf(BEFORE, { ...AFTER, allowed: null }).cores).toBeNull();
});

test('a clock that is set shows, and the passing of time does not', () => {
  let passed = 0;
  const own = { pids: () => [process.pid] };
  const read = (wall: number): Moment =>
    readMoment({ contender: own, generator: own, cores: [0], clock: () => passed, now: () => new Date(wall) }, null);
  const first = read(5000);
  passed = 2000;
  expect(surroundingsOf(first, read(7000)).clockJumpMs).toBe(0);
  expect(first.allowed?.contender).toEqual(first.allowed?.generator);
  expect(surroundingsOf(first, read(3_607_000)).clockJumpMs).toBe(3_600_000);
});
