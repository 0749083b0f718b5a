import { expect, test } from 'vitest';
import { madeMeasurement } from '../measurement/made-rounds.ts';
import type { Phase } from '../measurement/phase.ts';
import type { Surroundings } from '../measurement/surroundings.ts';
import { disturbance } from './disturbance.ts';
import { phaseVoidReason } from './gates.ts';
import { impossibility } from './impossible.ts';
import { gateLimits } from './limits.ts';

const LIMITS = gateLimits({ contender: [0], rest: [1], shared: false });
const SPEED = { arithmeticNs: 12e6, memoryNs: 9e6, wallNs: 21e6 };
const CALM: Surroundings = {
  // An io_uring that waits for answers counts as one that waits for a disk.
  pressureS: { cpu: 1, memory: 0, io: 1.4 },
  queueWaitS: 2,
  swappedPages: 0,
  throttledS: 0,
  thermalEvents: 0,
  clockJumpMs: 0.4,
  watched: null,
  coreSpeed: { before: SPEED, after: { ...SPEED, arithmeticNs: 15e6 } },
  cores: { contender: [0], generator: [1] },
};

/** A steady phase of 2.5 s. */
function phase(surroundings: Surroundings | null, changes: Partial<Phase> = {}): Phase {
  return madeMeasurement({ entry: 'a', block: 0, position: 0, steady: { surroundings, ...changes } }).steady;
}

test('calm surroundings void nothing, and neither do unknown ones', () => {
  expect(disturbance('steady', phase(CALM), LIMITS)).toBeNull();
  expect(disturbance('steady', phase(null), LIMITS)).toBeNull();
  const unknown = { pressureS: { cpu: null, memory: null, io: null }, swappedPages: null, throttledS: null };
  expect(
    disturbance('steady', phase({ ...CALM, ...unknown, thermalEvents: null, coreSpeed: null }), LIMITS),
  ).toBeNull();
});

test.each<[string, Partial<Surroundings>, object]>([
  ['memory', { pressureS: { cpu: 0, memory: 0.05, io: 0 } }, { kind: 'memory-pressure', share: 0.02 }],
  ['swap', { swappedPages: 1 }, { kind: 'swap', pages: 1 }],
  ['a quota', { throttledS: 0.1 }, { kind: 'throttled', share: 0.04 }],
  ['heat', { thermalEvents: 2 }, { kind: 'overheated', times: 2 }],
  ['a clock set forward', { clockJumpMs: 1000 }, { kind: 'clock-jump', ms: 1000 }],
  ['a clock set back', { clockJumpMs: -51 }, { kind: 'clock-jump', ms: -51 }],
  [
    'a core that became slower',
    { coreSpeed: { before: SPEED, after: { ...SPEED, arithmeticNs: 30e6 } } },
    { kind: 'core-speed', ratio: 2.5 },
  ],
  [
    'a core that became faster',
    { coreSpeed: { before: { ...SPEED, arithmeticNs: 30e6 }, after: SPEED } },
    { kind: 'core-speed', ratio: 0.4 },
  ],
])('%s voids the phase, and the round', (_what, changes, expected) => {
  const disturbed = phase({ ...CALM, ...changes });
  expect(disturbance('steady', disturbed, LIMITS)).toMatchObject({ phase: 'steady', ...expected });
  expect(phaseVoidReason('steady', disturbed, LIMITS)).toMatchObject(expected);
});

test('a phase in which no time passed has no shares', () => {
  const still = phase({ ...CALM, throttledS: 1 }, {});
  expect(disturbance('steady', { ...still, cpu: { ...still.cpu, wallS: 0 } }, LIMITS)).toBeNull();
});

/** 5,000 answers in 0.625 s, by a generator that takes no time. */
const CLOSED: Partial<Phase> = {
  offeredPerS: null,
  connections: 64,
  achievedPerS: 8000,
  tookS: 0.625,
  meanServiceMs: 8,
  cpu: { ...phase(null).cpu, generatorS: 0 },
};

test('requests in flight are the rate times the mean service time, and in a closed loop as many as connections', () => {
  expect(impossibility('peak', phase(null, CLOSED), LIMITS)).toBeNull();
  expect(impossibility('peak', phase(null, { ...CLOSED, meanServiceMs: 7.3 }), LIMITS)).toBeNull();
  // Of 5,000 answers 64 came after the issuing, which so took 4,936 of 8,000 s.
  const inFlight = { 7: (7 * 8 * 5000) / 4936, 9: 72 };
  for (const meanServiceMs of [7, 9] as const)
    expect(impossibility('peak', phase(null, { ...CLOSED, meanServiceMs }), LIMITS)).toMatchObject({
      kind: 'impossible',
      connections: 64,
      inFlight: expect.closeTo(inFlight[meanServiceMs], 6),
    });
});

/** The same by a generator that worked so long of it. */
function busy(generatorS: number, meanServiceMs: number): Phase {
  return phase(null, { ...CLOSED, meanServiceMs, cpu: { ...phase(null).cpu, generatorS, wallS: 0.625 } });
}

test('connections are with the generator for at most as long as it works; too many in flight still are a contradiction', () => {
  expect(impossibility('peak', busy(0.25, 4.1), LIMITS)).toBeNull();
  expect(impossibility('peak', busy(0.25, 3.9), LIMITS)).toMatchObject({ kind: 'impossible' });
  expect(impossibility('peak', busy(0.25, 9), LIMITS)).toMatchObject({ kind: 'impossible', inFlight: 72 });
});

test('what is answered after the end of issuing counts with the time it took', () => {
  // 64 heavy ones wait for each other at the end, for half a second more: their times are in the mean.
  const drained = { ...CLOSED, meanServiceMs: 11, tookS: 1.1 };
  expect(impossibility('peak', phase(null, drained), LIMITS)).toBeNull();
  expect(impossibility('peak', phase(null, { ...drained, tookS: 0.7 }), LIMITS)).toMatchObject({ kind: 'impossible' });
  expect(impossibility('peak', phase(null, { ...drained, meanServiceMs: 7 }), LIMITS)).toMatchObject({
    inFlight: expect.closeTo((56 * 5000) / 4936, 6),
  });
  expect(impossibility('peak', phase(null, { ...CLOSED, tookS: null, meanServiceMs: 9 }), LIMITS)).toMatchObject({
    inFlight: 72,
  });
});

test('answers that take a third of the phase leave it short at its beginning, and are no contradiction', () => {
  // 400 connections, each answer after 180 ms, for 540 ms: three on each, of which two came before the end.
  const slow = { ...CLOSED, connections: 400, achievedPerS: 800 / 0.54, meanServiceMs: 180, tookS: 0.72 };
  const { books } = phase(null);
  const of = (correct: number) => phase(null, { ...slow, books: { ...books, correct, planned: correct } });
  expect(impossibility('peak', of(1200), LIMITS)).toBeNull();
  // So few answers of this length are the work of 200 connections.
  const halved = { ...slow, achievedPerS: 400 / 0.54, books: { ...books, correct: 1200, planned: 1200 } };
  expect(impossibility('peak', phase(null, halved), LIMITS)).toMatchObject({ kind: 'impossible' });
});

test('that is asked of closed loops only, with answers enough, all of them correct', () => {
  const odd = { ...CLOSED, meanServiceMs: 1 };
  const { books } = phase(null);
  expect(impossibility('steady', phase(null, { ...odd, offeredPerS: 2000 }), LIMITS)).toBeNull();
  expect(impossibility('peak', phase(null, { ...odd, connections: null }), LIMITS)).toBeNull();
  expect(impossibility('peak', phase(null, { ...odd, achievedPerS: null }), LIMITS)).toBeNull();
  expect(
    impossibility('peak', phase(null, { ...odd, books: { ...books, correct: 900, planned: 900 } }), LIMITS),
  ).toBeNull();
  expect(impossibility('peak', phase(null, { ...odd, books: { ...books, correct: 4000 } }), LIMITS)).toBeNull();
  expect(impossibility('peak', phase(null, { ...odd, meanServiceMs: null }), LIMITS)).toBeNull();
  expect(phaseVoidReason('peak', phase(null, odd), LIMITS)).toMatchObject({ kind: 'impossible' });
});
