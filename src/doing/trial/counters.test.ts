import { expect, test } from 'vitest';
import { bill, readCounters, type Reading, type Spenders } from './counters.ts';

const spends = (s: number): { cpuSeconds(): number } => ({ cpuSeconds: () => s });

const BEFORE: Reading = {
  atMs: 1000,
  contenderS: 1,
  generatorS: 2,
  servicesS: 3,
  bakeoffS: 4,
  host: { busyS: 100, stealS: 5, exact: true },
  cores: 2,
};
const AFTER: Reading = {
  atMs: 3500,
  contenderS: 2.5,
  generatorS: 2.5,
  servicesS: 3.25,
  bakeoffS: 4.125,
  host: { busyS: 103, stealS: 5.5, exact: true },
  cores: 2,
};

test('each spender is billed the difference of two readings; who is left over is foreign', () => {
  expect(bill(BEFORE, AFTER)).toEqual({
    wallS: 2.5,
    contenderS: 1.5,
    generatorS: 0.5,
    servicesS: 0.25,
    bakeoffS: 0.125,
    foreignS: 0.625,
    foreignErrorS: 0.005,
    stealS: 0.5,
  });
});

test('a scenario without services is billed none, and its foreign time is no smaller for it', () => {
  const without = bill({ ...BEFORE, servicesS: null }, { ...AFTER, servicesS: null });
  expect(without.servicesS).toBeNull();
  expect(without.foreignS).toBe(0.875);
});

test('foreign time is unknown where the host cannot be read, and never negative where clocks disagree by a tick', () => {
  expect(bill({ ...BEFORE, host: null }, AFTER)).toMatchObject({ foreignS: null, stealS: null });
  expect(bill(BEFORE, { ...AFTER, host: null })).toMatchObject({ foreignS: null, stealS: null });
  const coarse = bill(BEFORE, { ...AFTER, host: { busyS: 102.3, stealS: 5, exact: false } });
  expect(coarse.foreignS).toBe(0);
  // 250 ticks of each of two cores, each as good as a coin: three standard deviations of their sum.
  expect(coarse.foreignErrorS).toBeCloseTo(0.335, 3);
});

const SPENDERS: Spenders = {
  contender: spends(1),
  generator: spends(2),
  services: [],
  watch: null,
  cores: [0],
  clock: () => 42,
};

test('a reading asks each spender, the watch as one of ours, and the host for the cores given', () => {
  const reading = readCounters(SPENDERS);
  expect(reading).toMatchObject({ atMs: 42, contenderS: 1, generatorS: 2, servicesS: null });
  expect(reading.bakeoffS).toBeGreaterThan(0);
  const watched = readCounters({ ...SPENDERS, watch: spends(1000) });
  expect(watched.bakeoffS).toBeGreaterThan(reading.bakeoffS + 999);
});
