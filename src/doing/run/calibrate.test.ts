import { describe, expect, test } from 'vitest';
import type { Load } from '../../thinking/load/load.ts';
import type { Measurement, RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { PROFILES } from '../../thinking/plan/profiles.ts';
import { calibratedOf, phasesOf, ratesOf, type Calibrated } from './calibrate.ts';

const HALF: Load = { arrivals: { kind: 'poisson', rate: { kind: 'share-of-slowest', share: 0.5 } }, connections: 64 };
const FIXED: Load = { arrivals: { kind: 'constant', rate: { kind: 'absolute', perSecond: 2000 } }, connections: 8 };
const CLOSED: Load = { arrivals: { kind: 'closed' }, connections: 8 };

/** The generator reaches so much against the null server. */
const CEILING = 100_000;

const rate = (contender: string, perSecond: number): Calibrated => ({ kind: 'rate', contender, perSecond });
const failed: Calibrated = {
  kind: 'failed',
  contender: 'broken',
  failure: { kind: 'exited-early', exit: 'exit code 1', lastLines: [] },
};

describe('the common rate', () => {
  test('is the scenario’s share of the slowest, rounded down to two digits', () => {
    expect(ratesOf(HALF, PROFILES.quick, [rate('go', 40_000), rate('node', 12_997), failed], CEILING)).toEqual({
      steadyPerS: 6400,
      cappedFromPerS: null,
      slowest: 'node',
      slowestPerS: 12_997,
      warmUpRequests: 12_997,
    });
  });

  test.each([
    [199.99, 99],
    [20, 10],
    [19, 9],
    [1.4, 1],
  ])('is at least one a second and otherwise never more than was promised: half of %d is %d', (slowest, offered) => {
    expect(ratesOf(HALF, PROFILES.smoke, [rate('slow', slowest)], CEILING)?.steadyPerS).toBe(offered);
  });

  test('is the scenario’s own where it names one, whatever the slowest can do', () => {
    expect(ratesOf(FIXED, PROFILES.smoke, [rate('a', 500)], CEILING)).toMatchObject({
      steadyPerS: 2000,
      slowestPerS: 500,
    });
  });

  test('is unknown where nobody showed a rate', () => {
    expect(ratesOf(HALF, PROFILES.smoke, [], CEILING)).toBeNull();
    expect(ratesOf(HALF, PROFILES.smoke, [failed, rate('still', 0)], CEILING)).toBeNull();
  });

  test('warms all up with as many requests as the slowest answers in the warm-up’s time', () => {
    expect(ratesOf(HALF, PROFILES.smoke, [rate('a', 1000), rate('b', 9000)], CEILING)?.warmUpRequests).toBe(500);
    expect(ratesOf(HALF, PROFILES.smoke, [rate('a', 0.1)], CEILING)?.warmUpRequests).toBe(1);
  });
});

describe('the phases of a round', () => {
  const rates = { steadyPerS: 640, cappedFromPerS: null, slowest: 'a', slowestPerS: 1280, warmUpRequests: 700 };

  test('warm up by number, offer the common rate, end in a closed loop', () => {
    const { warmUpMs, steadyMs, peakMs } = PROFILES.quick;
    expect(phasesOf(HALF, PROFILES.quick, rates)).toEqual({
      warmUp: { id: 'warm-up', arrivals: { kind: 'closed', requests: 700 }, forMs: 4 * warmUpMs },
      steady: { id: 'steady', arrivals: { kind: 'poisson', ratePerS: 640 }, forMs: steadyMs },
      peak: { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: peakMs },
    });
    expect(phasesOf(FIXED, PROFILES.quick, rates).steady.arrivals).toEqual({ kind: 'constant', ratePerS: 640 });
  });

  test('offer nothing where the scenario is a closed loop', () => {
    expect(phasesOf(CLOSED, PROFILES.quick, rates).steady.arrivals).toEqual({ kind: 'closed', requests: null });
  });
});

describe('a calibration round', () => {
  const identity: RoundIdentity = {
    run: 'r-1',
    scenario: 'hello',
    entry: 'a',
    contender: 'a',
    block: -1,
    sitting: 0,
    position: 0,
  };
  const books = { planned: 10, correct: 10, wrong: 0, failed: 0, shed: 0, unfinished: 0, balanced: true };
  const none = { p50: null, p90: null, p99: null, p99_9: null, max: null };
  const phase = {
    books,
    offeredPerS: null,
    achievedPerS: 900,
    tookS: 1,
    responseMs: null,
    serviceMs: none,
    cpu: {
      wallS: 1,
      contenderS: 1,
      generatorS: 0,
      servicesS: null,
      bakeoffS: 0,
      foreignS: null,
      foreignErrorS: 0,
      stealS: null,
    },
    surroundings: null,
    meanServiceMs: null,
    connections: null,
    generator: { verdict: 'valid' as const, reasons: [], cpuUsPerRequest: null, lagP99Us: null },
    databaseCommandsPerAnswer: null,
    draws: '00',
    histograms: { response: null, service: null },
  };
  const measurement: Measurement = {
    identity,
    source: 'sha256:0',
    version: '1',
    rung: 'process-group',
    startedAt: '',
    tookS: 3,
    readyMs: 10,
    warmUpRequests: 10,
    steady: phase,
    peak: phase,
    memoryMiB: null,
  };

  test('gives the rate of its peak, even where it is void', () => {
    const reason = { kind: 'foreign-cpu', phase: 'peak', share: 0.5, limit: 0.05 } as const;
    const outcomes: readonly RoundOutcome[] = [
      { kind: 'measured', measurement },
      { kind: 'void', identity, reason, measurement },
    ];
    for (const outcome of outcomes) expect(calibratedOf('a', outcome)).toEqual(rate('a', 900));
    expect(calibratedOf('a', { kind: 'void', identity, reason, measurement: null })).toEqual({
      kind: 'void',
      contender: 'a',
      reason,
    });
  });

  test('without an answer is a failure, not a rate of nought', () => {
    const silent = { ...measurement, peak: { ...phase, achievedPerS: null } };
    expect(calibratedOf('a', { kind: 'measured', measurement: silent })).toMatchObject({
      kind: 'failed',
      failure: { kind: 'failed-under-load', phase: 'peak', failed: 10, of: 10 },
    });
  });
});

describe('a share of the slowest', () => {
  test('is taken only up to six tenths of the generator ceiling, a named rate as it is', () => {
    const fast = [{ kind: 'rate', contender: 'node', perSecond: 92_000 }] as const;
    const share = {
      arrivals: { kind: 'poisson', rate: { kind: 'share-of-slowest', share: 0.5 } },
      connections: 64,
    } as const;
    const named = {
      arrivals: { kind: 'poisson', rate: { kind: 'absolute', perSecond: 45_000 } },
      connections: 64,
    } as const;
    expect(ratesOf(share, PROFILES.smoke, fast, CEILING)).toMatchObject({ steadyPerS: 46_000, cappedFromPerS: null });
    expect(ratesOf(share, PROFILES.smoke, fast, 30_000)).toMatchObject({ steadyPerS: 18_000, cappedFromPerS: 46_000 });
    expect(ratesOf(named, PROFILES.smoke, fast, 30_000)).toMatchObject({ steadyPerS: 45_000, cappedFromPerS: null });
  });
});
