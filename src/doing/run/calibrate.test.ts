import { describe, expect, test } from 'vitest';
import type { Load } from '../../thinking/load/load.ts';
import { madeBooks, madeLoad } from '../../thinking/measurement/made-rounds.ts';
import type { WarmUp } from '../../thinking/pilot/steady-state.ts';
import { CALM } from '../../thinking/verdict/made-run.ts';
import { PROFILES } from '../../thinking/plan/profiles.ts';
import type { Piloted } from '../trial/pilot.ts';
import type { Stop } from '../trial/trial.ts';
import { calibratedOf, phasesOf, ratesOf, searchOf, type Calibrated } from './calibrate.ts';
import type { Rates } from './run.ts';

const HALF: Load = {
  arrivals: { kind: 'poisson', rate: { kind: 'share-of-slowest', share: 0.5 } },
  connections: 64,
  inFlight: null,
  surge: null,
};
const FIXED: Load = {
  arrivals: { kind: 'constant', rate: { kind: 'absolute', perSecond: 2000 } },
  connections: 8,
  inFlight: null,
  surge: null,
};
const CLOSED: Load = { arrivals: { kind: 'closed' }, connections: 8, inFlight: null, surge: null };

/** The generator reaches so much against the null server. */
const CEILING = 100_000;

const rate = (contender: string, perSecond: number, warmUp: WarmUp = { kind: 'unknown' }): Calibrated => ({
  kind: 'rate',
  contender,
  perSecond,
  warmUp,
});
const failed: Calibrated = {
  kind: 'failed',
  contender: 'broken',
  failure: { kind: 'exited-early', exit: 'exit code 1', lastLines: [] },
};

describe('the common rate', () => {
  test('is the scenario’s share of the slowest, rounded down to two digits', () => {
    expect(ratesOf(HALF, PROFILES.quick, [rate('go', 40_000), rate('node', 12_997), failed], CEILING)).toMatchObject({
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

const steadyAfter = (afterRequests: number): WarmUp => ({ kind: 'steady', afterRequests, afterS: 1 });

describe('the warm-up', () => {
  test('is what the contender needs that needs most', () => {
    const calibrated = [rate('a', 1000, steadyAfter(200)), rate('b', 9000, steadyAfter(1700))];
    expect(ratesOf(HALF, PROFILES.quick, calibrated, CEILING)?.warmUpRequests).toBe(1700);
  });

  test('never asks more of the slowest than six times the profile’s time', () => {
    const never: WarmUp = { kind: 'never-steady', requests: 72_000, seconds: 8 };
    const calibrated = [rate('a', 1000, steadyAfter(200)), rate('b', 9000, never)];
    const rates = ratesOf(HALF, PROFILES.quick, calibrated, CEILING);
    expect(rates?.warmUpRequests).toBe(6000);
    expect(rates?.warmUps).toEqual({ a: steadyAfter(200), b: never });
  });
});

const RATES: Rates = {
  steadyPerS: 640,
  cappedFromPerS: null,
  busyPerS: 1000,
  ownPerS: { a: 1280, b: 40_000 },
  mostPerS: 25_000,
  slowest: 'a',
  slowestPerS: 1280,
  warmUpRequests: 700,
  warmUps: {},
};

describe('the phases of a round', () => {
  test('warm up by number, offer the common rate, end in a closed loop', () => {
    const { warmUpMs, steadyMs, peakMs } = PROFILES.quick;
    expect(phasesOf(HALF, PROFILES.quick, RATES, 'a')).toEqual({
      warmUp: { id: 'warm-up', arrivals: { kind: 'closed', requests: 700 }, forMs: 6 * warmUpMs },
      steady: { id: 'steady', arrivals: { kind: 'poisson', ratePerS: 640 }, forMs: steadyMs },
      busy: null,
      own: [],
      peak: { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: peakMs },
      surge: null,
    });
    expect(phasesOf(FIXED, PROFILES.quick, RATES, 'a').steady.arrivals).toEqual({ kind: 'constant', ratePerS: 640 });
  });

  test('of the longer profiles offer the busy rate to all, and to each shares of its own', () => {
    const { busy, own } = phasesOf(HALF, PROFILES.standard, RATES, 'a');
    const forMs = PROFILES.standard.further?.phaseMs;
    expect(busy).toEqual({ id: 'busy', arrivals: { kind: 'poisson', ratePerS: 1000 }, forMs });
    expect(own).toEqual(
      [0.25, 0.5, 0.75].map((share) => ({
        share,
        plan: { id: `own-${share * 100}`, arrivals: { kind: 'poisson', ratePerS: share * 1280 }, forMs },
      })),
    );
  });

  test('offer nobody more than the generator has room for', () => {
    expect(phasesOf(HALF, PROFILES.standard, RATES, 'b').own.map(({ share }) => share)).toEqual([0.25, 0.5]);
    expect(searchOf(HALF, RATES)).toEqual({ arrivals: 'poisson', mostPerS: 25_000 });
  });

  test('offer nothing where the scenario is a closed loop', () => {
    const { steady, busy, own } = phasesOf(CLOSED, PROFILES.standard, RATES, 'a');
    expect(steady.arrivals).toEqual({ kind: 'closed', requests: null });
    expect({ busy, own, search: searchOf(CLOSED, RATES) }).toEqual({ busy: null, own: [], search: null });
  });

  test('have no further loads for a contender whose rate an earlier program did not keep', () => {
    expect(phasesOf(HALF, PROFILES.standard, { ...RATES, ownPerS: {} }, 'a').own).toEqual([]);
    expect(searchOf(HALF, { ...RATES, mostPerS: null })).toBeNull();
  });
});

describe('the busy rate', () => {
  test('is eight tenths of the slowest, and none where the generator has no room or the scenario names its rate', () => {
    const calibrated = [rate('a', 1280)];
    expect(ratesOf(HALF, PROFILES.standard, calibrated, CEILING)).toMatchObject({
      busyPerS: 1000,
      ownPerS: { a: 1280 },
      mostPerS: 60_000,
    });
    expect(ratesOf(HALF, PROFILES.standard, calibrated, 1500)?.busyPerS).toBeNull();
    expect(ratesOf(FIXED, PROFILES.standard, calibrated, CEILING)?.busyPerS).toBeNull();
  });
});

const second = (achievedPerS: number | null, cpuUs: number, memoryMiB: number | null = 60): Piloted => ({
  memoryMiB,
  phase: {
    ...madeLoad(cpuUs, { offeredPerS: null }),
    achievedPerS,
    books: madeBooks(achievedPerS ?? 0, achievedPerS === null ? { failed: 10 } : {}),
    cpu: { ...madeLoad(cpuUs).cpu, contenderS: ((achievedPerS ?? 0) * cpuUs) / 1e6 },
  },
});

describe('a pilot', () => {
  test('gives the rate of its last seconds, one of which may be disturbed, and the warm-up', () => {
    const slow = second(500, 200);
    const seconds = [slow, second(700, 150), ...[900, 905, 910, 300, 900].map((perSecond) => second(perSecond, 100))];
    expect(calibratedOf('a', { ok: true, value: seconds })).toEqual({
      kind: 'rate',
      contender: 'a',
      perSecond: 900,
      warmUp: { kind: 'steady', afterRequests: 1200, afterS: 2 },
    });
    const growing = seconds.map((one, i) => ({ ...one, memoryMiB: i < 3 ? 60 : 90 }));
    expect(calibratedOf('a', { ok: true, value: growing })).toMatchObject({
      warmUp: { kind: 'steady', afterRequests: 500 + 700 + 900 + 905, afterS: 4 },
    });
  });

  test('is read at equal speeds of the core, where all of it was watched', () => {
    // A stranger comes after the fourth second, and everything takes half as long again.
    const beside = Array.from({ length: 8 }, (_, i): Piloted => {
      const { phase, memoryMiB } = second(900, i < 4 ? 100 : 150);
      const watched = { samples: 300, lowNs: 7000, meanNs: i < 4 ? 8000 : 12_000 };
      return { memoryMiB, phase: { ...phase, surroundings: { ...CALM, watched } } };
    });
    expect(calibratedOf('a', { ok: true, value: beside })).toMatchObject({ warmUp: { kind: 'steady', afterS: 0 } });
    const once = beside.map(({ phase, memoryMiB }, i) => ({
      memoryMiB,
      phase: i === 6 ? { ...phase, surroundings: CALM } : phase,
    }));
    expect(calibratedOf('a', { ok: true, value: once })).toMatchObject({ warmUp: { afterS: 4 } });
  });

  test('that was void or failed says so', () => {
    const stops: readonly Stop[] = [
      { kind: 'void', reason: { kind: 'interrupted' } },
      { kind: 'failed', failure: { kind: 'exited-early', exit: 'exit code 1', lastLines: [] } },
    ];
    for (const stop of stops) expect(calibratedOf('a', { ok: false, stop })).toEqual({ contender: 'a', ...stop });
  });

  test('without an answer is a failure, not a rate of nought', () => {
    expect(calibratedOf('a', { ok: true, value: [second(null, 0), second(null, 0)] })).toMatchObject({
      kind: 'failed',
      failure: { kind: 'failed-under-load', phase: 'pilot', failed: 20, of: 20 },
    });
  });
});

describe('a share of the slowest', () => {
  test('is taken only up to six tenths of the generator ceiling, a named rate as it is', () => {
    const fast = [rate('node', 92_000)];
    const share = {
      arrivals: { kind: 'poisson', rate: { kind: 'share-of-slowest', share: 0.5 } },
      connections: 64,
      inFlight: null,
      surge: null,
    } as const;
    const named = {
      arrivals: { kind: 'poisson', rate: { kind: 'absolute', perSecond: 45_000 } },
      connections: 64,
      inFlight: null,
      surge: null,
    } as const;
    expect(ratesOf(share, PROFILES.smoke, fast, CEILING)).toMatchObject({ steadyPerS: 46_000, cappedFromPerS: null });
    expect(ratesOf(share, PROFILES.smoke, fast, 30_000)).toMatchObject({ steadyPerS: 18_000, cappedFromPerS: 46_000 });
    expect(ratesOf(named, PROFILES.smoke, fast, 30_000)).toMatchObject({ steadyPerS: 45_000, cappedFromPerS: null });
  });
});

describe('a surge', () => {
  const SURGED: Load = { ...HALF, surge: { share: 1.5, forS: 3, recoveryS: 6 } };
  const both = [rate('go', 40_000), rate('node', 10_000)];
  const phases = (load: Load, ceiling: number, contender: string) => {
    const rates = ratesOf(load, PROFILES.quick, both, ceiling);
    if (rates === null) throw new Error('there are rates');
    return phasesOf(load, PROFILES.quick, rates, contender);
  };

  test('is planned without its rate, which the peak of its round tells', () => {
    const planned = { share: 1.5, forS: 3, recoveryS: 6, each: 'poisson' };
    expect(phases(SURGED, 150_000, 'go').surge).toEqual({ ...planned, mostPerS: 90_000 });
    const even: Load = { ...SURGED, arrivals: { ...FIXED.arrivals } };
    expect(phases(even, 150_000, 'node').surge).toMatchObject({ each: 'constant' });
  });

  test('changes none of the other phases, and is there only where the scenario asks', () => {
    const { surge, ...others } = phases(SURGED, 150_000, 'go');
    expect(surge).not.toBeNull();
    expect(phases(HALF, 150_000, 'go')).toEqual({ ...others, surge: null });
  });
});
