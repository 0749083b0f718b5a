import { expect, test } from 'vitest';
import { readMoment, surroundingsOf, type Moment } from './surroundings.ts';

const BEFORE: Moment = {
  host: { pressure: { cpuS: 10, memoryS: null, ioS: 3 }, swappedPages: 100, throttledS: 1, thermalEvents: null },
  queueWaitS: 2,
  clockOffsetMs: 1000,
};
const AFTER: Moment = {
  host: { pressure: { cpuS: 10.5, memoryS: 1, ioS: 3 }, swappedPages: 108, throttledS: 1.25, thermalEvents: null },
  queueWaitS: 2.5,
  clockOffsetMs: 1250,
};

test('what went on between two moments is their difference, and unknown where either is', () => {
  expect(surroundingsOf(BEFORE, AFTER)).toEqual({
    pressureS: { cpu: 0.5, memory: null, io: 0 },
    queueWaitS: 0.5,
    swappedPages: 8,
    throttledS: 0.25,
    thermalEvents: null,
    clockJumpMs: 250,
  });
});

test('threads that ended took their waiting with them: never less than none', () => {
  expect(surroundingsOf(BEFORE, { ...AFTER, queueWaitS: 0.5 }).queueWaitS).toBe(0);
});

test('a clock that is set shows, and the passing of time does not', () => {
  let at = 0;
  const read = (wall: number): Moment =>
    readMoment({ contender: { pids: () => [process.pid] }, cores: [0], clock: () => at, now: () => new Date(wall) });
  const first = read(5000);
  at = 2000;
  expect(surroundingsOf(first, read(7000)).clockJumpMs).toBe(0);
  expect(surroundingsOf(first, read(3_607_000)).clockJumpMs).toBe(3_600_000);
});
