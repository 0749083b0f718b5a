import { NO_WISHES } from '../advice/parse.ts';
import { describe, expect, test } from 'vitest';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { concludeScenario } from '../verdict/conclude.ts';
import { madeRun } from '../verdict/made-run.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from './defaults.ts';
import { join, type Joined, type Part } from './join.ts';
import { madeContender, madeScenario } from './made-bakeoff.ts';
import { makePlan } from './make.ts';
import type { Plan } from './plan.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-26T12:00:00Z');

function planOf(run: string, seed = 7, scenarios = ['json'], digests: Plan['digests'] = { machine: 'one' }): Plan {
  return makePlan(
    {
      name: 'made',
      file: '/bakeoff.yaml',
      baseline: 'node',
      contenders: [madeContender('node', 'all'), madeContender('go', 'all')],
      scenarios: scenarios.map(madeScenario),
      profile: 'quick',
      cores: 'auto',
      objective: DEFAULT_OBJECTIVE,
      margin: DEFAULT_MARGINS,
      decide: NO_WISHES,
    },
    { run, seed, machineCores: { contender: [0], rest: [1], shared: false }, leftOut: [], digests },
  );
}

/** A run that began so many minutes after noon, in which go needs `ratio` of what node does. */
function part(run: string, minute: number, ratio: number, plan = planOf(run)): Part {
  const outcomes = plan.scenarios.flatMap((lineUp) =>
    madeRun(lineUp, ({ entry, block }) => ({
      cpuUs: 100 * (entry === 'go' ? ratio : 1) * Math.exp(0.01 * Math.sin(7 * block + entry.length)),
    })).map((outcome): RoundOutcome => {
      if (outcome.kind !== 'measured') return outcome;
      const startedAt = new Date(NOON + minute * MINUTE).toISOString();
      return { ...outcome, measurement: { ...outcome.measurement, startedAt } };
    }),
  );
  return { plan, outcomes };
}

function together(parts: readonly Part[]): Part {
  const joined = join(parts);
  if (!joined.ok) throw new Error(joined.problem.kind);
  return joined.value;
}

function problemOf(joined: Joined): unknown {
  return joined.ok ? null : joined.problem;
}

describe('runs taken together', () => {
  test('are sittings of one, in the order in which they were held', () => {
    const { plan, outcomes } = together([part('r-3', 120, 0.6), part('r-1', 0, 0.5), part('r-2', 60, 0.55)]);
    expect(plan).toMatchObject({ run: 'r-1 r-2 r-3', profile: { blocks: 36, sittings: 3 } });
    expect(plan.scenarios[0]?.blocks).toHaveLength(36);
    const conclusion = concludeScenario(plan, plan.scenarios[0]!, outcomes);
    expect(conclusion.blocks).toEqual({ planned: 36, done: 36, void: 0 });
    expect(conclusion.sittings.map(({ sitting, blocks }) => [sitting, blocks])).toEqual([
      [0, 12],
      [1, 12],
      [2, 12],
    ]);
    const verdict = conclusion.verdicts.find((one) => one.contender === 'go' && one.metric === 'cpu-per-request');
    expect(verdict?.sittings.map((ratio) => Number(ratio.toFixed(2)))).toEqual([0.5, 0.55, 0.6]);
    expect(verdict).toMatchObject({ verdict: 'better', n: 36 });
    // Wider than that of any of them: they differ by far more than their blocks do.
    expect(Math.log(verdict!.high! / verdict!.low!)).toBeGreaterThan(0.2);
    expect(conclusion.cautions).toEqual([]);
    expect(conclusion.look).toMatchObject({ alpha: 0.05, last: true });
  });

  test('are one sitting where there is no pause between them', () => {
    const { plan, outcomes } = together([part('r-1', 0, 0.5), part('r-2', 20, 0.5)]);
    expect(plan.profile.sittings).toBe(1);
    expect(concludeScenario(plan, plan.scenarios[0]!, outcomes)).toMatchObject({
      blocks: { done: 24 },
      sittings: [{ sitting: 0, blocks: 24 }],
      cautions: [{ kind: 'one-sitting' }],
    });
  });

  test('are compared in the scenarios that all of them have with the same contenders', () => {
    const wide = part('r-1', 0, 0.5, planOf('r-1', 7, ['json', 'hello']));
    const { plan } = together([wide, part('r-2', 60, 0.5)]);
    expect(plan.scenarios.map(({ scenario }) => scenario)).toEqual(['json']);
    const other = part('r-3', 60, 0.5, planOf('r-3', 7, ['hello']));
    expect(problemOf(join([part('r-2', 0, 0.5), other]))).toEqual({
      kind: 'nothing-in-common',
      run: 'r-2',
      other: 'r-3',
    });
  });

  test('have failures and void blocks as they were, in places of their own', () => {
    const late = part('r-2', 60, 0.5);
    const [first] = late.outcomes;
    if (first?.kind !== 'measured') throw new Error('made rounds are measured');
    const { identity } = first.measurement;
    const voided: RoundOutcome = {
      kind: 'void',
      identity,
      reason: { kind: 'swap', phase: 'peak', pages: 1 },
      measurement: null,
    };
    const failed: RoundOutcome = {
      kind: 'failed',
      identity: { ...identity, block: -1, entry: 'go', contender: 'go' },
      failure: { kind: 'start-failed', command: 'go', reason: 'none' },
    };
    const early = part('r-1', 0, 0.5);
    const holed = together([early, { ...late, outcomes: [voided, ...late.outcomes.slice(1)] }]);
    expect(concludeScenario(holed.plan, holed.plan.scenarios[0]!, holed.outcomes)).toMatchObject({
      blocks: { done: 23, void: 1 },
      voids: [{ block: 12 }],
    });
    const without = together([early, { ...late, outcomes: [failed, ...late.outcomes] }]);
    expect(concludeScenario(without.plan, without.plan.scenarios[0]!, without.outcomes).failures).toMatchObject([
      { contender: 'go', rounds: 1 },
    ]);
  });
});

describe('runs that are not of the same things', () => {
  test.each([
    ['another build or machine', { digests: { machine: 'two' } }, ['machine']],
    ['other gates', { gates: { ...planOf('r').gates, stealShare: 0.5 } }, ['gates']],
    ['another baseline', { baseline: 'go' }, ['baseline']],
    ['another margin', { margin: { ...DEFAULT_MARGINS, p99: 0.5 } }, ['margin']],
    ['other cores', { cores: { contender: [1], rest: [0], shared: false } }, ['cores']],
    ['longer phases', { profile: { ...planOf('r').profile, steadyMs: 9 } }, ['profile']],
  ] as const)('%s: named', (_what, changed, what) => {
    const other = part('r-2', 60, 0.5, { ...planOf('r-2'), ...changed });
    expect(problemOf(join([part('r-1', 0, 0.5), other]))).toEqual({ kind: 'unlike', run: 'r-1', other: 'r-2', what });
  });

  test('one named twice, and one without a round', () => {
    expect(problemOf(join([part('r-1', 0, 0.5), part('r-1', 0, 0.5)]))).toEqual({ kind: 'twice', run: 'r-1' });
    const empty = { ...part('r-2', 0, 0.5), outcomes: [] };
    expect(problemOf(join([part('r-1', 0, 0.5), empty]))).toEqual({ kind: 'nothing-measured', run: 'r-2' });
  });
});
