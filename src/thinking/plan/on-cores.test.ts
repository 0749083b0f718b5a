import { NO_WISHES } from '../advice/parse.ts';
import { expect, test } from 'vitest';
import type { CoreSplit } from '../machine/machine.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from './defaults.ts';
import { madeContender, madeScenario } from './made-bakeoff.ts';
import { makePlan } from './make.ts';
import { withCores } from './on-cores.ts';
import type { Bakeoff, Plan } from './plan.ts';

const CORES: Scenario = { ...madeScenario('cores'), cores: [1, 2, 4] };
const SCENARIOS = [madeScenario('json'), CORES];
const TWO: CoreSplit = { contender: [0], rest: [1], shared: false };
const EIGHT: CoreSplit = { contender: [0, 1, 2, 3], rest: [4, 5, 6, 7], shared: false };

function planOn(machineCores: CoreSplit, baseline: string): Plan {
  const own = [madeContender('go', 'all'), madeContender('node', 'all'), madeContender('rust', ['json'])];
  const bakeoff: Bakeoff = {
    name: 'made',
    file: 'bakeoff.yaml',
    baseline,
    contenders: withCores(own, SCENARIOS),
    scenarios: SCENARIOS,
    profile: 'quick',
    cores: 'auto',
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    decide: NO_WISHES,
  };
  return makePlan(bakeoff, { run: 'r-made', seed: 7, machineCores, leftOut: [], digests: {} });
}

test('who serves a scenario about cores takes part on each number of them, held against itself on the fewest', () => {
  const { scenarios, leftOut } = planOn(EIGHT, 'node');
  expect(scenarios[1]?.entries).toEqual([
    { id: 'go@1', contender: 'go@1' },
    { id: 'go@2', contender: 'go@2', against: 'go@1' },
    { id: 'go@4', contender: 'go@4', against: 'go@1' },
    { id: 'node@1', contender: 'node@1' },
    { id: 'node@2', contender: 'node@2', against: 'node@1' },
    { id: 'node@4', contender: 'node@4', against: 'node@1' },
    { id: 'placebo', contender: 'node@1' },
  ]);
  expect(leftOut).toEqual([]);
});

test('other scenarios know nothing of it', () => {
  const { scenarios } = planOn(EIGHT, 'node');
  expect(scenarios[0]?.entries.map(({ id }) => id)).toEqual(['go', 'node', 'rust', 'placebo']);
});

test('more cores than the machine has are left out and told, and the others take part', () => {
  const { scenarios, leftOut } = planOn(TWO, 'go');
  expect(scenarios[1]?.entries.map(({ id }) => id)).toEqual(['go@1', 'go@2', 'node@1', 'node@2', 'placebo']);
  expect(leftOut.map(({ contender, scenario, reason }) => [contender, scenario, reason])).toEqual([
    ['go@4', 'cores', 'It asks for 4 cores, and 2 may be used here.'],
    ['node@4', 'cores', 'It asks for 4 cores, and 2 may be used here.'],
  ]);
});
