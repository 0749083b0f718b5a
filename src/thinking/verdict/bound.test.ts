import { describe, expect, test } from 'vitest';

import type { MadeRound } from '../measurement/made-rounds.ts';
import { madeLoad, madeSurge, madeMeasurement } from '../measurement/made-rounds.ts';
import type { CapacityAttempt, Measurement } from '../measurement/measurement.ts';
import type { CpuBill } from '../measurement/phase.ts';
import type { MetricId } from '../measurement/metric.ts';
import { METRICS } from '../measurement/metric.ts';
import { metricOf } from '../measurement/reading.ts';
import { boundElsewhere, boundFor, boundOfPeak, isHeldDown, peakBound } from './bound.ts';
import type { PeakBound } from './bound.ts';
import { plateauCautions } from './plateau.ts';
import type { CountedBlock } from './rounds.ts';

const bill = (changes: Partial<CpuBill>): CpuBill => ({
  wallS: 2,
  contenderS: 0,
  generatorS: 0,
  servicesS: null,
  bakeoffS: 0,
  foreignS: 0,
  foreignErrorS: 0,
  stealS: 0,
  ...changes,
});

const kind = (changes: Partial<CpuBill>, contender = 1, rest = 1): string =>
  peakBound(bill(changes), contender, rest).kind;

const rounds = (...kinds: readonly PeakBound['kind'][]): readonly PeakBound[] =>
  kinds.map((each) => ({ kind: each, contenderShare: 0, restShare: 0 }));

describe('what bound a peak', () => {
  test('the contender, once it used nine tenths of its cores', () => {
    expect(kind({ contenderS: 1.8 })).toBe('contender');
    expect(kind({ contenderS: 1.79 })).toBe('nothing');
    expect(kind({ contenderS: 1.8, generatorS: 1.9 })).toBe('contender');
    expect(kind({ contenderS: 3.5 }, 2, 2)).toBe('nothing');
    expect(kind({ contenderS: 3.6 }, 2, 2)).toBe('contender');
  });

  test('else whoever used most of the other cores, if those were used up', () => {
    expect(kind({ contenderS: 1, generatorS: 0.5, servicesS: 1.2 })).toBe('database');
    expect(kind({ contenderS: 1, generatorS: 1.2, servicesS: 0.5 })).toBe('generator');
    expect(kind({ contenderS: 1, generatorS: 1.7 })).toBe('generator');
    expect(kind({ contenderS: 1, generatorS: 0.5, servicesS: 0.7, bakeoffS: 0.6 })).toBe('generator');
    expect(kind({ contenderS: 1, generatorS: 0.5, servicesS: 1.15 })).toBe('nothing');
  });

  test('nothing, where no time passed', () => {
    expect(peakBound(bill({ wallS: 0, contenderS: 1 }), 1, 1)).toEqual({
      kind: 'nothing',
      contenderShare: 0,
      restShare: 0,
    });
  });

  test('the shares stand beside the word', () => {
    expect(peakBound(bill({ contenderS: 1, generatorS: 0.5, servicesS: 0.3, bakeoffS: 0.2 }), 1, 2)).toEqual({
      kind: 'nothing',
      contenderShare: 0.5,
      restShare: 0.25,
    });
  });

  test('the generator’s own word comes first', () => {
    const cores = { contender: [0], rest: [1], shared: false };
    const place = { entry: 'go', block: 0, position: 0 };
    const generator = { verdict: 'generator-limited' as const, reasons: [], cpuUsPerRequest: 4, lagP99Us: 20 };
    expect(boundOfPeak(madeMeasurement(place), cores).kind).toBe('contender');
    expect(boundOfPeak(madeMeasurement({ ...place, peak: { generator } }), cores).kind).toBe('generator');
  });

  test('a fifth of the rounds may be bound by something else, not more', () => {
    expect(boundElsewhere(rounds('contender', 'contender', 'contender', 'contender', 'nothing'))).toBeNull();
    expect(boundElsewhere(rounds('contender', 'contender', 'database', 'database', 'nothing'))).toEqual({
      bound: 'database',
      rounds: 3,
      of: 5,
    });
    expect(boundElsewhere([])).toBeNull();
    expect(boundElsewhere(rounds('database', 'generator', 'generator', 'nothing', 'contender'))).toEqual({
      bound: 'generator',
      rounds: 4,
      of: 5,
    });
  });
});

const CORES = { contender: [0], rest: [1], shared: false };

const round = (changes: Partial<MadeRound>): Measurement =>
  madeMeasurement({ entry: 'go', block: 0, position: 0, ...changes });

const attempt = (perSecond: number, outcome: CapacityAttempt['outcome'], cpu: Partial<CpuBill>): CapacityAttempt => ({
  perSecond,
  outcome,
  why: outcome === 'passed' ? null : 'slow',
  p99Ms: 60,
  cpu: bill(cpu),
});

const found = (...attempts: readonly CapacityAttempt[]): PeakBound['kind'] | null => {
  const capacity = { perSecond: 4000, end: 'found', attempts, tookS: 9 } as const;
  return boundFor(metricOf('capacity'), { ...round({}), capacity }, CORES)?.kind ?? null;
};

const kindOf = (id: MetricId, changes: Partial<MadeRound>): PeakBound['kind'] | null =>
  boundFor(metricOf(id), round(changes), CORES)?.kind ?? null;

describe('what holds a metric down', () => {
  const busyDatabase = { contenderS: 0.8, generatorS: 0.6, servicesS: 1.2 };

  test('is asked of peaks, searches and response times, and not of CPU per request at a common rate', () => {
    expect(METRICS.filter(isHeldDown).map(({ id }) => id)).toEqual([
      'peak-cpu-per-request',
      'peak-rate',
      'p50',
      'p90',
      'p99',
      'p99.9',
      'first-piece',
      'piece-gap',
      'busy-p99',
      'capacity',
      'surge-kept',
      'surge-late',
    ]);
  });

  test('under an offered rate only the database can be the limit: who has time left is not held down', () => {
    expect(kindOf('p99', {})).toBe('contender');
    expect(kindOf('p99', { steadyBill: { ...busyDatabase, wallS: 2 } })).toBe('database');
    expect(kindOf('busy-p99', { busy: madeLoad(80, { cpu: bill(busyDatabase) }) })).toBe('database');
    expect(kindOf('busy-p99', {})).toBeNull();
    const held = madeSurge([[0, 1]]);
    const surge = { ...held, phase: { ...held.phase, cpu: bill(busyDatabase) } };
    expect(kindOf('surge-kept', { surge })).toBe('database');
    expect(kindOf('surge-late', { surge: held })).toBe('contender');
  });

  describe('of a capacity', () => {
    test('is what was used up one step above it', () => {
      expect(found(attempt(4000, 'passed', busyDatabase), attempt(4200, 'failed', { contenderS: 1.9 }))).toBe(
        'contender',
      );
      expect(found(attempt(4200, 'failed', busyDatabase), attempt(8000, 'failed', { contenderS: 1.9 }))).toBe(
        'database',
      );
      expect(found(attempt(4200, 'failed', { contenderS: 1, generatorS: 1.9 }))).toBe('generator');
    });

    test('is the contender where only half of those attempts say otherwise', () => {
      expect(found(attempt(4200, 'failed', busyDatabase), attempt(4200, 'failed', { contenderS: 1.9 }))).toBe(
        'contender',
      );
    });

    test('is the contender where it missed the objective with time left', () => {
      expect(found(attempt(4200, 'failed', { contenderS: 1.2, generatorS: 0.5 }))).toBe('contender');
    });

    test('is unknown where nothing failed above, and where nothing was found', () => {
      expect(found(attempt(4200, 'void', busyDatabase))).toBeNull();
      expect(kindOf('capacity', { capacityPerS: null })).toBeNull();
      expect(kindOf('capacity', {})).toBeNull();
    });
  });
});

describe('a plateau', () => {
  const idle = { contenderS: 0.8, generatorS: 0.4 };
  const entries = ['node', 'go', 'rust', 'placebo'].map((id) => ({ id, contender: id === 'placebo' ? 'node' : id }));
  const blocks = (peaks: Readonly<Record<string, number>>, peakBill: Partial<CpuBill>): readonly CountedBlock[] =>
    [0, 1, 2].map((block) => {
      const own = entries.map(({ id, contender }, position) => {
        const made = { entry: id, contender, block, position, peakBill, peak: { achievedPerS: peaks[contender]! } };
        return [id, madeMeasurement(made)] as const;
      });
      return { block, sitting: 0, rounds: new Map(own) };
    });

  test('of contenders that left their cores idle is told, without the placebo', () => {
    expect(plateauCautions(entries, blocks({ node: 5000, go: 9000, rust: 9100 }, idle), CORES)).toEqual([
      { kind: 'plateau', entries: ['go', 'rust'], within: 0.02 },
    ]);
  });

  test('leaves out who answered nothing at its peak', () => {
    const answered = blocks({ node: 5000, go: 9000, rust: 9100 }, idle);
    const silent = answered.map((block) => {
      const own = [...block.rounds].map(([id, measured]) => {
        const peak = id === 'rust' ? { ...measured.peak, achievedPerS: null } : measured.peak;
        return [id, { ...measured, peak }] as const;
      });
      return { ...block, rounds: new Map(own) };
    });
    expect(plateauCautions(entries, silent, CORES)).toEqual([]);
  });

  test('is none where peaks differ, or each contender is its own limit', () => {
    expect(plateauCautions(entries, blocks({ node: 5000, go: 9000, rust: 9300 }, idle), CORES)).toEqual([]);
    expect(plateauCautions(entries, blocks({ node: 5000, go: 9000, rust: 9100 }, {}), CORES)).toEqual([]);
  });
});
