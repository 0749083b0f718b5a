import { describe, expect, test } from 'vitest';
import { madeLoad } from '../measurement/made-rounds.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';

const LINE_UP = madeLineUp(['node', 'go'], 12);
const SATURATED = { verdict: 'server-saturated', reasons: [], cpuUsPerRequest: 4, lagP99Us: 20 } as const;
const P99 = { p50: 1, p90: 2, p99: 7, p99_9: null, max: 9 } as const;

function conclude(outcomes: readonly RoundOutcome[]): Conclusion {
  return concludeScenario(MADE_RULES, LINE_UP, outcomes);
}

describe('the curve of an entry', () => {
  const outcomes = madeRun(LINE_UP, ({ entry, block }) => ({
    peakCpuUs: 60,
    own: [
      { share: 0.25, phase: madeLoad(120 + block, { responseMs: P99 }) },
      { share: 0.75, phase: madeLoad(80, entry === 'go' ? { generator: SATURATED } : {}) },
    ],
  }));
  const { curves } = conclude(outcomes);

  test('has a point for each share and the peak, with the intervals of its medians', () => {
    const node = curves.find(({ entry }) => entry === 'node');
    expect(node?.points.map(({ share }) => share)).toEqual([0.25, 0.75, 1]);
    expect(node?.points[0]).toMatchObject({
      cpuUs: { median: 125.5, low: 122, high: 129, n: 12 },
      p99Ms: { median: 7 },
    });
    expect(node?.points[2]?.cpuUs?.median).toBeCloseTo(60, 1);
    expect(node?.points[2]?.p99Ms).toBeNull();
  });

  test('knows nothing of a load that the entry could not take', () => {
    expect(curves.find(({ entry }) => entry === 'go')?.points[1]).toEqual({
      share: 0.75,
      perSecond: null,
      cpuUs: null,
      p50Ms: null,
      p99Ms: null,
    });
  });

  test('is of every entry, the placebo too, and of none where nobody was loaded so', () => {
    expect(curves.map(({ entry, contender }) => [entry, contender])).toEqual([
      ['node', 'node'],
      ['go', 'go'],
      ['placebo', 'node'],
    ]);
    expect(conclude(madeRun(LINE_UP, () => ({}))).curves).toEqual([]);
  });
});

/** Every second block searches. */
const searched = (block: number): boolean => block % 2 === 0;

const verdictOf = ({ verdicts }: Conclusion): (typeof verdicts)[number] | undefined =>
  verdicts.find(({ metric, contender }) => metric === 'capacity' && contender === 'go');

const found = (capacity: (entry: string, block: number) => number | null): Conclusion =>
  conclude(madeRun(LINE_UP, ({ entry, block }) => (searched(block) ? { capacityPerS: capacity(entry, block) } : {})));

describe('a capacity', () => {
  test('is judged by the blocks that searched, and is known to one step of its grid', () => {
    const verdict = verdictOf(found((entry) => (entry === 'go' ? 8000 : 4000)));
    expect(verdict).toMatchObject({ verdict: 'better', n: 6 });
    expect(verdict?.ratio).toBeCloseTo(2, 12);
    expect(verdict?.low).toBeCloseTo(2 / 1.05, 12);
    expect(verdict?.high).toBeCloseTo(2 * 1.05, 12);
  });

  test('that is the same step for both is equivalent, not known to the digit', () => {
    const verdict = verdictOf(found(() => 4000));
    expect(verdict).toMatchObject({ verdict: 'equivalent', ratio: 1 });
    expect(verdict?.low).toBeCloseTo(1 / 1.05, 12);
  });

  test('of one step more is no difference', () => {
    expect(verdictOf(found((entry) => (entry === 'go' ? 4200 : 4000)))?.verdict).toBe('undecided');
  });

  test('that was not found in more than a fifth of the searches gives no ratio', () => {
    const verdict = verdictOf(found((entry, block) => (entry === 'go' && block < 4 ? null : 4000)));
    expect(verdict).toMatchObject({ verdict: 'undecided', ratio: null, reason: { kind: 'not-measured', entry: 'go' } });
  });

  test('is no metric of a run that did not search', () => {
    expect(verdictOf(conclude(madeRun(LINE_UP, () => ({}))))).toBeUndefined();
  });
});
