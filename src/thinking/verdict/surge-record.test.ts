import { describe, expect, test } from 'vitest';

import { madeSurge } from '../measurement/made-rounds.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { Verdict } from './verdict.ts';

const LINE_UP = madeLineUp(['node', 'go'], 10);
const GOOD = [1, 500] as const;
const BAD = [400, 300] as const;

/** All answer 500 a second in the surge; node is back after so many seconds, and has so many late requests in each second before. */
function surged(backS: (block: number) => number, late = 400): readonly RoundOutcome[] {
  return madeRun(LINE_UP, ({ entry, block }) => {
    const isNode = entry !== 'go';
    const wave = 1 + 0.01 * Math.sin(7 * block + entry.length);
    const surge = [0, 1, 2].map(() => [Math.round(late * (isNode ? 2 : 1) * wave), Math.round(500 * wave)] as const);
    const recovery = [0, 1, 2, 3, 4, 5].map((second) =>
      isNode && second < backS(block) ? BAD : late === 0 ? ([0, 500] as const) : GOOD,
    );
    return { cpuUs: 100, surge: madeSurge([...surge, ...recovery], { perSecond: isNode ? 900 : 1500 }) };
  });
}

/** What is told of node where it is not back in so many of the first blocks. */
function missing(never: number): Conclusion['surges'][number] | undefined {
  const rounds = surged((block) => (block < never ? 6 : 2));
  return concludeScenario(MADE_RULES, LINE_UP, rounds).surges[0];
}

function verdict(conclusion: Conclusion, metric: MetricId): Verdict {
  const found = conclusion.verdicts.find((one) => one.contender === 'go' && one.metric === metric);
  if (found === undefined) throw new Error(`no verdict in ${metric}`);
  return found;
}

describe('an overload', () => {
  test('is told of each entry by medians over its rounds', () => {
    const { surges } = concludeScenario(
      MADE_RULES,
      LINE_UP,
      surged((block) => (block < 3 ? 4 : 2)),
    );
    expect(surges.map(({ entry, offeredPerS }) => [entry, offeredPerS])).toEqual([
      ['node', 900],
      ['go', 1500],
      ['placebo', 900],
    ]);
    expect(surges[0]).toMatchObject({ share: 1.5, forS: 3, recoveryS: 6, backAfterS: 2, notBack: 0, rounds: 10 });
    expect(surges[1]).toMatchObject({ backAfterS: 0, notBack: 0 });
    expect(surges[0]?.seconds).toHaveLength(9);
    expect(surges[0]?.seconds[4]).toMatchObject({ duePerS: 500, answeredPerS: 300, lateShare: 0.8, p50Ms: 400 });
    expect(surges[1]?.seconds[4]).toMatchObject({ lateShare: 0.002, p50Ms: 2 });
  });

  test('rounds that are not back count as longer than all others, and are counted', () => {
    expect(missing(4)).toMatchObject({ backAfterS: 2, notBack: 4 });
    expect(missing(6)).toMatchObject({ backAfterS: null, notBack: 6 });
    expect(missing(10)).toMatchObject({ backAfterS: null, notBack: 10 });
  });

  test('a second in which nothing was due has neither a share nor times, and none of its own is made up', () => {
    const nothing = { planned: 0, correct: 0, late: 0, p50Ms: null, p99Ms: null, answered: 4 };
    const rounds = madeRun(LINE_UP, () => {
      const made = madeSurge([[9, 500], ...Array.from({ length: 7 }, () => GOOD)]);
      const books = { ...made.phase.books, planned: 0, correct: 0 };
      return { surge: { ...made, phase: { ...made.phase, books }, seconds: [...made.seconds, nothing] } };
    });
    const [node] = concludeScenario(MADE_RULES, LINE_UP, rounds).surges;
    expect(node?.refusedShare).toBeNull();
    const unknown = { lateShare: null, p50Ms: null, p99Ms: null };
    expect(node?.seconds.at(-1)).toEqual({ second: 8, duePerS: 0, answeredPerS: 4, ...unknown });
    expect(node?.seconds[0]).toMatchObject({ p50Ms: 2, p99Ms: 900 });
  });

  test('gives exploratory verdicts, where it was asked for and nowhere else', () => {
    const conclusion = concludeScenario(
      MADE_RULES,
      LINE_UP,
      surged(() => 2),
    );
    expect(verdict(conclusion, 'surge-late')).toMatchObject({ verdict: 'better', family: 1 });
    expect(verdict(conclusion, 'surge-late').cautions).toContainEqual({ kind: 'exploratory' });
    expect(verdict(conclusion, 'surge-kept')).toMatchObject({ verdict: 'equivalent' });
    const plain = concludeScenario(
      MADE_RULES,
      LINE_UP,
      madeRun(LINE_UP, () => ({})),
    );
    expect(plain.surges).toEqual([]);
    expect(plain.summaries.some(({ metric }) => metric.startsWith('surge'))).toBe(false);
  });

  test('without a late request there is a median of none, and no ratio to it', () => {
    const conclusion = concludeScenario(
      MADE_RULES,
      LINE_UP,
      surged(() => 0, 0),
    );
    const late = verdict(conclusion, 'surge-late');
    expect(late).toMatchObject({ verdict: 'undecided', ratio: null, n: 0 });
    expect(late.reason).toEqual({ kind: 'nothing-to-divide-by', rounds: 10, of: 10 });
    const summary = conclusion.summaries.find(({ entry, metric }) => entry === 'go' && metric === 'surge-late');
    expect(summary?.centre?.median).toBe(0);
  });

  test('one block without a late request is enough: the others would be a choice', () => {
    const rounds = surged(() => 2).map((outcome): RoundOutcome => {
      if (outcome.kind !== 'measured' || outcome.measurement.identity.block !== 4) return outcome;
      if (outcome.measurement.identity.entry !== 'go') return outcome;
      const none = madeSurge(Array.from({ length: 9 }, () => [0, 500] as const));
      return { ...outcome, measurement: { ...outcome.measurement, surge: none } };
    });
    const late = verdict(concludeScenario(MADE_RULES, LINE_UP, rounds), 'surge-late');
    expect(late).toMatchObject({ verdict: 'undecided', ratio: null, n: 9 });
    expect(late.reason).toEqual({ kind: 'nothing-to-divide-by', rounds: 1, of: 10 });
  });

  test('of one for whom there was no room nothing is told and nothing is compared', () => {
    const rounds = surged(() => 2).map((outcome): RoundOutcome => {
      if (outcome.kind !== 'measured' || outcome.measurement.identity.entry !== 'go') return outcome;
      return { ...outcome, measurement: { ...outcome.measurement, surge: null } };
    });
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, rounds);
    expect(conclusion.surges.map(({ entry }) => entry)).toEqual(['node', 'placebo']);
    expect(verdict(conclusion, 'surge-kept').reason).toEqual({ kind: 'not-measured', entry: 'go' });
  });
});
