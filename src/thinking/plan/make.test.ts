import { NO_WISHES } from '../advice/parse.ts';
import { describe, expect, test } from 'vitest';

import { madeContender, madeScenario } from './made-bakeoff.ts';
import { makePlan } from './make.ts';
import type { PlanCircumstances } from './make.ts';
import type { Bakeoff, Plan } from './plan.ts';

const BAKEOFF: Bakeoff = {
  name: 'made',
  file: 'bakeoff.yaml',
  baseline: 'node',
  contenders: [
    madeContender('go', 'all'),
    madeContender('node', ['hello', 'json']),
    madeContender('rust', ['json', 'heap']),
  ],
  scenarios: [madeScenario('hello'), madeScenario('json'), madeScenario('heap')],
  profile: 'quick',
  cores: 'auto',
  objective: { p99Ms: 50, errors: 0.001 },
  decide: NO_WISHES,
  margin: {
    'cpu-per-request': 0.05,
    'peak-cpu-per-request': 0.05,
    'peak-rate': 0.05,
    p50: 0.1,
    p90: 0.1,
    p99: 0.2,
    'p99.9': 0.3,
    'first-piece': 0.2,
    'piece-gap': 0.2,
    memory: 0.1,
    'busy-cpu-per-request': 0.05,
    'busy-p99': 0.2,
    capacity: 0.1,
    'surge-kept': 0.05,
    'surge-late': 0.2,
    'surge-memory': 0.1,
    'held-memory': 0.1,
  },
};

const CIRCUMSTANCES: PlanCircumstances = {
  run: 'r-made',
  seed: 7,
  machineCores: { contender: [0], rest: [1], shared: false },
  leftOut: [],
  digests: { config: 'sha256:1' },
};

const entriesOf = (plan: Plan, id: string): readonly string[] =>
  plan.scenarios.find((each) => each.scenario === id)!.entries.map((entry) => `${entry.id}=${entry.contender}`);

describe('the plan', () => {
  test('enters those who serve a scenario, and the baseline twice', () => {
    const plan = makePlan(BAKEOFF, CIRCUMSTANCES);
    expect(entriesOf(plan, 'hello')).toEqual(['go=go', 'node=node', 'placebo=node']);
    expect(entriesOf(plan, 'json')).toEqual(['go=go', 'node=node', 'rust=rust', 'placebo=node']);
    expect(plan).toMatchObject({ run: 'r-made', seed: 7, baseline: 'node', digests: { config: 'sha256:1' } });
    expect(plan.profile).toMatchObject({ name: 'quick', blocks: 12 });
    expect(plan.scenarios.map((each) => each.blocks.length)).toEqual([12, 12, 12]);
  });

  test('where the baseline does not serve, the first that does stands in', () => {
    expect(entriesOf(makePlan(BAKEOFF, CIRCUMSTANCES), 'heap')).toEqual(['go=go', 'rust=rust', 'placebo=go']);
  });

  test('what was left out is left out, in one scenario or in all', () => {
    const why = { reason: 'cargo is missing', remedy: 'install Rust' };
    const leftOut = [
      { contender: 'rust', scenario: null, ...why },
      { contender: 'go', scenario: 'json', ...why },
    ];
    const plan = makePlan(BAKEOFF, { ...CIRCUMSTANCES, leftOut });
    expect(entriesOf(plan, 'hello')).toEqual(['go=go', 'node=node', 'placebo=node']);
    expect(entriesOf(plan, 'json')).toEqual(['node=node', 'placebo=node']);
    expect(entriesOf(plan, 'heap')).toEqual(['go=go', 'placebo=go']);
    expect(plan.leftOut).toEqual(leftOut);
  });

  test('a scenario that nobody serves has no entries and no blocks', () => {
    const plan = makePlan({ ...BAKEOFF, contenders: [madeContender('node', ['hello'])] }, CIRCUMSTANCES);
    expect(plan.scenarios[1]).toEqual({ scenario: 'json', entries: [], blocks: [] });
    expect(entriesOf(plan, 'hello')).toEqual(['node=node', 'placebo=node']);
  });

  test('the number of blocks can be set', () => {
    expect(makePlan(BAKEOFF, { ...CIRCUMSTANCES, blocks: 3 }).profile.blocks).toBe(3);
    expect(makePlan(BAKEOFF, { ...CIRCUMSTANCES, blocks: null }).scenarios[0]!.blocks).toHaveLength(12);
  });

  test('scenarios have orders of their own, which the other scenarios do not change', () => {
    const all = makePlan(BAKEOFF, CIRCUMSTANCES);
    const alone = makePlan({ ...BAKEOFF, scenarios: [madeScenario('json')] }, CIRCUMSTANCES);
    expect(alone.scenarios[0]).toEqual(all.scenarios[1]);
    expect(makePlan(BAKEOFF, CIRCUMSTANCES)).toEqual(all);
    const copies = [madeScenario('json'), madeScenario('other')];
    const [one, other] = makePlan(
      { ...BAKEOFF, contenders: [madeContender('node', 'all'), madeContender('go', 'all')], scenarios: copies },
      CIRCUMSTANCES,
    ).scenarios;
    expect(one!.blocks).not.toEqual(other!.blocks);
  });
});
