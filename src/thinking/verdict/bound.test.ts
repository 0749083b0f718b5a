import { describe, expect, test } from 'vitest';

import { madeMeasurement } from '../measurement/made-rounds.ts';
import type { CpuBill } from '../measurement/measurement.ts';
import { boundElsewhere, boundOfPeak, peakBound } from './bound.ts';
import type { PeakBound } from './bound.ts';

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
    expect(boundOfPeak(madeMeasurement(place).peak, cores).kind).toBe('contender');
    expect(boundOfPeak(madeMeasurement({ ...place, peak: { generator } }).peak, cores).kind).toBe('generator');
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
