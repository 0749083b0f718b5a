import { NO_WISHES } from '../thinking/advice/parse.ts';
import { describe, expect, test } from 'vitest';
import { openLedger } from '../doing/ledger/open.ts';
import { noteOf } from '../doing/run/notes.ts';
import type { Scatter } from '../thinking/noise/noise.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../thinking/plan/defaults.ts';
import { madeContender, madeScenario } from '../thinking/plan/made-bakeoff.ts';
import { makePlan } from '../thinking/plan/make.ts';
import type { Plan, ProfileName } from '../thinking/plan/plan.ts';
import { madeRun } from '../thinking/verdict/made-run.ts';
import { CALIBRATION, calibrationsAmong, noiseOn } from './noise.ts';
import { adviceText, forecastLines, triedText, type Tried } from './noise-words.ts';
import type { Store } from './store.ts';

const NOW = (): Date => new Date('2026-11-26T12:00:00Z');

function planOf(run: string, profile: ProfileName = 'quick', scenario = 'json'): Plan {
  const bakeoff = {
    name: 'made',
    file: '/bakeoff.yaml',
    baseline: 'node',
    contenders: [madeContender('node', 'all'), madeContender('go', 'all')],
    scenarios: [madeScenario(scenario)],
    profile,
    cores: 'auto' as const,
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    decide: NO_WISHES,
  };
  const cores = { contender: [0], rest: [1], shared: false };
  return makePlan(bakeoff, { run, seed: 7, machineCores: cores, leftOut: [], digests: { machine: 'here' } });
}

/** A store with finished runs, each under a name, begun one after the other. */
function storeWith(runs: readonly { readonly name: string; readonly plan: Plan; readonly open?: boolean }[]): Store {
  const opened = openLedger(':memory:', NOW);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const { value: ledger } = opened;
  for (const [index, { name, plan, open }] of runs.entries()) {
    const id = plan.run;
    ledger.begin({ id, created: `2026-11-2${index}T00:00:00Z`, name, plan: noteOf(plan), machine: {} });
    for (const lineUp of plan.scenarios)
      for (const outcome of madeRun(lineUp, ({ block, entry }) => ({
        cpuUs: 100 * Math.exp(0.02 * Math.sin(7 * block + entry.length)),
      }))) {
        if (outcome.kind !== 'measured') continue;
        const identity = { ...outcome.measurement.identity, run: id };
        ledger.startRound(identity);
        ledger.sealRound(identity, { ...outcome, measurement: { ...outcome.measurement, identity } });
      }
    ledger.setState(id, open === true ? 'interrupted' : 'complete');
  }
  return { folder: '', ledger, stamps: '', reports: '' };
}

describe('what a plan may hope to see', () => {
  const plan = planOf('r-new');

  test('is told from the newest finished run of the same scenario, baseline and length', () => {
    const store = storeWith([
      { name: 'first', plan: planOf('r-1') },
      { name: 'second', plan: planOf('r-2') },
      { name: 'open', plan: planOf('r-3'), open: true },
      { name: 'longer', plan: planOf('r-4', 'standard') },
      { name: 'another scenario', plan: planOf('r-5', 'quick', 'hello') },
    ]);
    const lines = forecastLines(plan, noiseOn('here', store));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^noise {2}json, CPU per request at the common rate: node scatters by [\d.]+ % a block \([\d.]+ % to [\d.]+ %\) in r-2; 12 blocks tell [\d.]+ %, and a difference of 5 % needs \d+ blocks$/u,
    );
  });

  test('rests on the calibration where there is none, and says that it is a lower bound', () => {
    const store = storeWith([{ name: CALIBRATION, plan: planOf('r-1', 'quick', 'hello') }]);
    expect(forecastLines(plan, noiseOn('here', store))[0]).toMatch(/node was not measured here yet; .*: expect more$/u);
  });

  test('is unknown where nothing was measured, as on another machine', () => {
    const store = storeWith([{ name: CALIBRATION, plan: planOf('r-1', 'quick', 'hello') }]);
    for (const noises of [[], noiseOn('elsewhere', store)]) {
      expect(forecastLines(plan, noises)[0]).toMatch(/unknown here; bakeoff calibrate/u);
    }
  });
});

test('the newest calibration of each length is the one that counts, the longest first', () => {
  const noises = noiseOn(
    'here',
    storeWith([
      { name: CALIBRATION, plan: planOf('r-1', 'smoke', 'hello') },
      { name: CALIBRATION, plan: planOf('r-2', 'quick', 'hello') },
      { name: CALIBRATION, plan: planOf('r-3', 'smoke', 'hello') },
      { name: 'mine', plan: planOf('r-4', 'quick', 'hello') },
    ]),
  );
  expect(calibrationsAmong(noises).map(({ run }) => run)).toEqual(['r-2', 'r-3']);
});

const scatter = (sd: number): Scatter => ({
  atEqualSpeed: false,
  measuredSd: sd,
  scenario: 'hello',
  contender: 'burn+thousand',
  metric: 'cpu-per-request',
  sd,
  low: sd * 0.7,
  high: sd * 1.7,
  blocks: 12,
});
const tried = (sd: number, steadyMs: number): Tried => ({
  run: 'r-1',
  roundMs: steadyMs * 2,
  phases: { steadyMs, peakMs: 500 },
  scatters: [scatter(sd)],
  found: [
    { metric: 'cpu-per-request', ratio: 1.048, word: 'worse' },
    { metric: 'peak-cpu-per-request', ratio: null, word: 'undecided' },
  ],
});

describe('a calibration', () => {
  test('tells the scatter, what so many blocks tell, and what was found of 5 % more work', () => {
    expect(triedText(tried(0.01, 1000))).toMatchInlineSnapshot(`
      "Rounds of 1 s steady and 500 ms peak (r-1): a program against itself
        CPU per request at the common rate  scatters by 1 % a block (0.7 % to 1.7 %); 12 blocks tell 0.901 %, 20 tell 0.665 %, 40 tell 0.456 %
        CPU per request at the common rate: 5 % more work was found worse at 1.05×
        CPU per request at saturation: 5 % more work was found undecided
      "
    `);
  });

  test('advises the length that tells more in the same time, where that is sure', () => {
    expect(adviceText([tried(0.04, 1000), tried(0.01, 2500)])).toContain('longer rounds are the better use of time');
    expect(adviceText([tried(0.01, 1000), tried(0.04, 2500)])).toContain('more blocks are the better use of time than');
    expect(adviceText([tried(0.02, 1000), tried(0.018, 2500)])).toContain('by as much as 12 blocks could tell');
    expect(adviceText([{ ...tried(0.02, 1000), scatters: [] }])).toBe('');
  });
});
