import { describe, expect, test } from 'vitest';

import type { Estimate } from '../estimate/estimate.ts';
import { madeBooks, madeLoad, madeMeasurement, madeSurge } from '../measurement/made-rounds.ts';
import type { MadeRound } from '../measurement/made-rounds.ts';
import type { Books, GeneratorReport, GeneratorVerdict, Phase } from '../measurement/phase.ts';
import { failureUnderLoad, refusal, voidReason } from './gates.ts';
import { gateLimits } from './limits.ts';
import { CALM } from './made-run.ts';

const LIMITS = gateLimits({ contender: [0], rest: [1], shared: false });
const PLACE = { entry: 'go', block: 0, position: 0 };

const voided = (changes: Partial<MadeRound>): ReturnType<typeof voidReason> =>
  voidReason(madeMeasurement({ ...PLACE, ...changes }), LIMITS);

const generator = (verdict: GeneratorVerdict): GeneratorReport => ({
  verdict,
  reasons: ['send lag p99 3 ms'],
  cpuUsPerRequest: 4,
  lagP99Us: 3000,
});

/** A peak in which the threads of both were allowed on these cores. */
const on = (contender: readonly number[], generators: readonly number[]): Partial<MadeRound> => ({
  peak: { surroundings: { ...CALM, cores: { contender, generator: generators } } },
});

describe('the gates of a round', () => {
  test('a quiet round is evidence', () => {
    expect(voided({})).toBeNull();
  });

  test('books that do not add up void it, whatever the generator says of them', () => {
    const lost = madeBooks(4990, { planned: 5000 });
    expect(voided({ steady: { books: lost } })).toEqual({ kind: 'books', phase: 'steady', books: lost });
    const admitted = madeBooks(5000, { balanced: false });
    expect(voided({ peak: { books: admitted } })).toEqual({ kind: 'books', phase: 'peak', books: admitted });
  });

  test('a generator that was the limit voids the steady phase, not the peak', () => {
    expect(voided({ steady: { generator: generator('generator-limited') } })).toEqual({
      kind: 'generator',
      phase: 'steady',
      verdict: 'generator-limited',
      reasons: ['send lag p99 3 ms'],
    });
    expect(voided({ peak: { generator: generator('generator-limited') } })).toBeNull();
    expect(voided({ peak: { generator: generator('void') } })).toMatchObject({ kind: 'generator', phase: 'peak' });
    expect(voided({ steady: { generator: generator('server-saturated') } })).toBeNull();
    expect(voided({ steady: { generator: generator('connection-limited') } })).toBeNull();
  });

  test('a noisy host voids either phase: in a closed loop too the limit was a stranger', () => {
    for (const phase of ['steady', 'peak'] as const)
      expect(voided({ [phase]: { generator: generator('noisy-host') } })).toMatchObject({
        kind: 'generator',
        phase,
        verdict: 'noisy-host',
      });
  });

  test('CPU of others above 5 % of one core voids it', () => {
    expect(voided({ steadyBill: { foreignS: 0.125 } })).toBeNull();
    expect(voided({ steadyBill: { foreignS: 0.13 } })).toMatchObject({
      kind: 'foreign-cpu',
      phase: 'steady',
      limit: 0.05,
    });
    expect(voided({ steadyBill: { foreignS: null } })).toBeNull();
  });

  test('what the kernel’s clock tick cannot tell from zero does not', () => {
    expect(voided({ peakBill: { wallS: 0.5, contenderS: 0.49, foreignS: 0.17, foreignErrorS: 0.15 } })).toBeNull();
    expect(voided({ peakBill: { wallS: 0.5, contenderS: 0.49, foreignS: 0.18, foreignErrorS: 0.15 } })).toMatchObject({
      kind: 'foreign-cpu',
    });
  });

  test('steal above 10 % of all cores’ time voids it', () => {
    expect(voided({ steadyBill: { stealS: 0.5 } })).toBeNull();
    expect(voided({ steadyBill: { stealS: 0.51 } })).toMatchObject({ kind: 'steal', limit: 0.1 });
    expect(voided({ steadyBill: { stealS: null } })).toBeNull();
  });

  test('a phase in which no time passed has no shares, and is let to the other gates', () => {
    expect(voided({ steadyBill: { wallS: 0, foreignS: 1, stealS: 1 } })).toBeNull();
  });

  test('a contender on cores it was not given, or on the generator’s, voids it', () => {
    expect(voided(on([0], [1]))).toBeNull();
    expect(voided(on([0], [0]))).toEqual({ kind: 'same-cores', phase: 'peak', cores: [0] });
    expect(voided(on([0, 1], [1]))).toEqual({ kind: 'other-cores', phase: 'peak', given: [0], allowed: [0, 1] });
    expect(voided({ peak: { surroundings: CALM } })).toBeNull();
    // Threads may pin themselves to some of their cores; and on a single core there is no other way than to share it.
    const four = gateLimits({ contender: [0, 1], rest: [2, 3], shared: false });
    expect(voidReason(madeMeasurement({ ...PLACE, ...on([1], [2]) }), four)).toBeNull();
    const single = gateLimits({ contender: [0], rest: [0], shared: true });
    expect(voidReason(madeMeasurement({ ...PLACE, ...on([0], [0]) }), single)).toBeNull();
  });

  test('a disturbed phase under a further load voids it like any other', () => {
    const disturbed = madeLoad(80, { cpu: { ...madeLoad(80).cpu, foreignS: 0.5 } });
    expect(voided({ busy: madeLoad(80), own: [{ share: 0.25, phase: madeLoad(90) }] })).toBeNull();
    expect(voided({ busy: disturbed })).toMatchObject({ kind: 'foreign-cpu', phase: 'busy' });
    expect(voided({ own: [{ share: 0.75, phase: disturbed }] })).toMatchObject({ phase: 'own-75' });
  });

  test('a disturbed surge voids the round like any other phase', () => {
    const surge = madeSurge([[10, 500]]);
    const cpu = { ...surge.phase.cpu, foreignS: 2 };
    expect(voided({ surge })).toBeNull();
    expect(voided({ surge: { ...surge, phase: { ...surge.phase, cpu } } })).toMatchObject({
      kind: 'foreign-cpu',
      phase: 'surge',
    });
    const limited = { ...surge.phase, generator: generator('generator-limited') };
    expect(voided({ surge: { ...surge, phase: limited } })).toMatchObject({ kind: 'generator', phase: 'surge' });
  });

  test('waiting for memory is no disturbance where the contender’s own is limited', () => {
    const waits = { ...CALM, pressureS: { ...CALM.pressureS, memory: 0.3 } };
    expect(voided({ peak: { surroundings: waits } })).toMatchObject({ kind: 'memory-pressure', phase: 'peak' });
    expect(voided({ peak: { surroundings: waits }, memoryLimitMiB: 256 })).toBeNull();
    const swaps = { ...waits, swappedPages: 3 };
    expect(voided({ peak: { surroundings: swaps }, memoryLimitMiB: 256 })).toMatchObject({ kind: 'swap' });
  });

  test('they are blind to the outcome: the slowest and the fastest round pass alike', () => {
    expect(voided({ cpuUs: 1e-3, p50Ms: 1e-6 })).toBeNull();
    expect(voided({ cpuUs: 450, p50Ms: 4000, p99Ms: 9000 })).toBeNull();
  });

  test('a machine with one shared core has one core', () => {
    expect(gateLimits({ contender: [0], rest: [0], shared: true }).cores).toBe(1);
    expect(LIMITS.cores).toBe(2);
  });
});

const phase = (books: Books, verdict: GeneratorVerdict = 'valid'): Phase =>
  madeMeasurement({ ...PLACE, steady: { books, generator: generator(verdict) } }).steady;

describe('failure under load', () => {
  const errors = { errors: 0.001 };

  test('errors up to the objective are borne, one more is a failure', () => {
    expect(failureUnderLoad('steady', phase(madeBooks(9990, { wrong: 10 })), errors)).toBeNull();
    expect(failureUnderLoad('steady', phase(madeBooks(9989, { wrong: 11 })), errors)).toEqual({
      kind: 'wrong-under-load',
      phase: 'steady',
      wrong: 11,
      of: 10_000,
      example: [],
    });
    expect(failureUnderLoad('peak', phase(madeBooks(9989, { wrong: 4, failed: 7 })), errors, { timeout: 7 })).toEqual({
      kind: 'failed-under-load',
      phase: 'peak',
      failed: 7,
      of: 10_000,
      by: { timeout: 7 },
    });
  });

  test('requests never served count, unless the generator was the cause', () => {
    const books = madeBooks(9000, { shed: 600, unfinished: 400 });
    expect(failureUnderLoad('steady', phase(books, 'server-saturated'), errors)).toEqual({
      kind: 'failed-under-load',
      phase: 'steady',
      failed: 1000,
      of: 10_000,
      by: { shed: 600, unfinished: 400 },
    });
    expect(failureUnderLoad('steady', phase(books, 'generator-limited'), errors)).toBeNull();
    expect(failureUnderLoad('steady', phase(books, 'noisy-host'), errors)).toBeNull();
    expect(failureUnderLoad('steady', phase(books, 'connection-limited'), errors)).not.toBeNull();
  });

  test('what was too much for it beyond the common rate is no failure, as long as the answers are right', () => {
    const saturated = { verdict: 'server-saturated', reasons: [], cpuUsPerRequest: 4, lagP99Us: 20 } as const;
    const over = (books: Partial<Books>): Phase => madeLoad(80, { books: madeBooks(900, books), generator: saturated });
    for (const name of ['busy', 'own-75']) {
      expect(failureUnderLoad(name, over({ shed: 60, unfinished: 20, failed: 20 }), errors)).toBeNull();
      expect(failureUnderLoad(name, over({ wrong: 20 }), errors)).toMatchObject({ kind: 'wrong-under-load' });
      const kept = madeLoad(80, { books: madeBooks(900, { failed: 20 }) });
      expect(failureUnderLoad(name, kept, errors)).toMatchObject({ kind: 'failed-under-load' });
    }
    expect(failureUnderLoad('steady', over({ shed: 60 }), errors)).toMatchObject({ kind: 'failed-under-load' });
  });

  test('in a surge nothing but a wrong answer is a failure, whatever the generator calls it', () => {
    const lost = { failed: 400, shed: 300, unfinished: 200 };
    for (const verdict of ['valid', 'connection-limited', 'server-saturated'] as const) {
      expect(failureUnderLoad('surge', phase(madeBooks(100, lost), verdict), errors, { timeout: 400 })).toBeNull();
      expect(failureUnderLoad('surge', phase(madeBooks(100, { ...lost, wrong: 5 }), verdict), errors)).toMatchObject({
        kind: 'wrong-under-load',
        wrong: 5,
      });
    }
  });

  test('in a surge, and nowhere else, an answer of another status is a refusal', () => {
    const refusing = phase(madeBooks(600, { wrong: 400 }), 'server-saturated');
    expect(failureUnderLoad('surge', refusing, errors, {}, 400)).toBeNull();
    expect(failureUnderLoad('surge', refusing, errors, {}, 390)).toMatchObject({ kind: 'wrong-under-load', wrong: 10 });
    for (const name of ['steady', 'peak', 'busy', 'own-75'])
      expect(failureUnderLoad(name, refusing, errors, {}, 400)).toMatchObject({ kind: 'wrong-under-load', wrong: 400 });
  });

  test('a phase without requests fails nobody', () => {
    expect(failureUnderLoad('steady', phase(madeBooks(0)), errors)).toBeNull();
  });
});

const estimate = (ratio: number): Estimate => ({
  kind: 'estimate',
  ratio,
  low: ratio,
  high: ratio,
  level: 0.95,
  n: 12,
  sd: 0.0346,
  within: { se: 0.01, df: 10 },
  between: null,
  atEqualSpeed: false,
  grain: 0,
  sittings: [ratio],
  rank: null,
});
const grounds = (ratio: number, changes: { readonly tried?: number; readonly void?: number } = {}) => ({
  scenario: 'json',
  tried: 12,
  void: 0,
  drift: null,
  placebo: [{ metric: 'cpu-per-request' as const, estimate: estimate(ratio) }],
  ...changes,
});

describe('refusal', () => {
  test('a placebo whose 99 % interval leaves one out refuses', () => {
    // t(0.995, 10) = 3.169: the interval is ± 3.2 %.
    expect(refusal(grounds(1.03))).toBeNull();
    const found = refusal(grounds(1.034));
    expect(found).toMatchObject({ kind: 'placebo-differs', scenario: 'json', metric: 'cpu-per-request', level: 0.99 });
    expect(found?.kind === 'placebo-differs' && found.low > 1).toBe(true);
    expect(refusal(grounds(1 / 1.034))).toMatchObject({ kind: 'placebo-differs' });
  });

  test('more than 30 % void blocks refuse', () => {
    expect(refusal(grounds(1, { tried: 10, void: 3 }))).toBeNull();
    expect(refusal(grounds(1, { tried: 10, void: 4 }))).toEqual({
      kind: 'too-many-void',
      scenario: 'json',
      void: 4,
      of: 10,
      limit: 0.3,
    });
  });

  test('too few blocks for an estimate refuse nothing', () => {
    const none = { kind: 'none', n: 3, needed: 4 } as const;
    const placebo = [{ metric: 'cpu-per-request', estimate: none }] as const;
    expect(refusal({ ...grounds(1), tried: 0, placebo })).toBeNull();
  });

  test('a drift is the last ground, and is handed on as it was found', () => {
    const drift = { kind: 'machine-changed', was: 'a', is: 'b' } as const;
    expect(refusal({ ...grounds(1), drift })).toBe(drift);
    expect(refusal({ ...grounds(1.1), drift })).toMatchObject({ kind: 'placebo-differs' });
  });
});
