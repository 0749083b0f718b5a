import { describe, expect, test } from 'vitest';

import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from './defaults.ts';
import { countRounds, countSearches, estimateDuration, guessBuildMs, overheadOfRound, remaining } from './duration.ts';
import type { Plan, ScenarioPlan } from './plan.ts';
import { PROFILES } from './profiles.ts';
import { gateLimits } from '../verdict/limits.ts';

function scenarioOf(scenario: string, contenders: readonly string[]): ScenarioPlan {
  const entries = [...contenders, 'placebo'].map((id) => ({ id, contender: id === 'placebo' ? contenders[0]! : id }));
  return { scenario, entries, blocks: Array.from({ length: 12 }, () => entries.map((entry) => entry.id)) };
}

/** Profile `quick`: a round's phases last 5 s. */
const plan: Plan = {
  run: 'r-made',
  seed: 7,
  baseline: 'node',
  profile: PROFILES.quick,
  cores: { contender: [0], rest: [1], shared: false },
  objective: DEFAULT_OBJECTIVE,
  margin: DEFAULT_MARGINS,
  primary: ['cpu-per-request', 'peak-cpu-per-request'],
  gates: gateLimits({ contender: [0], rest: [1], shared: false }),
  budgetMs: null,
  scenarios: [
    scenarioOf('hello', ['node', 'go']),
    scenarioOf('json', ['node', 'go', 'rust']),
    scenarioOf('heap', ['go', 'rust']),
    { scenario: 'chat', entries: [], blocks: [] },
  ],
  leftOut: [],
  digests: {},
};

describe('the time of a plan', () => {
  test('is its rounds, its starts and its builds', () => {
    expect(countRounds(plan)).toBe(12 * (3 + 4 + 3));
    const time = estimateDuration(plan, {
      buildMs: { go: 20_000, rust: null },
      roundOverheadMs: 1000,
      withServices: ['json'],
    });
    expect(time.perRoundS).toBe(6);
    expect(time.measureS).toBe(720);
    expect(time.buildS).toBe(20);
    // A service, seven starts, and the generator against itself for each of three scenarios.
    expect(time.calibrateS).toBeCloseTo(4 + 7 * (1 + 8 * 1.06) + 3 * 4.14, 9);
    expect(time.totalS).toBeCloseTo(720 + 20 + 82.78, 9);
  });

  test('of a longer profile has its further loads in each round, and its searches', () => {
    const long: Plan = { ...plan, profile: PROFILES.standard };
    const known = { buildMs: {}, roundOverheadMs: 1000 };
    const { perRoundS, measureS } = estimateDuration(long, known);
    expect(perRoundS).toBe(1 + 2 + 5 + 3 + 4 * 2.5);
    expect(countSearches(long)).toBe(6 * (3 + 4 + 3));
    expect(measureS).toBeCloseTo(countRounds(long) * perRoundS + 60 * 21.9, 9);
    expect(countSearches(plan)).toBe(0);
  });

  test('has the surges of the scenarios that have one, in each of their rounds', () => {
    const known = { buildMs: {}, roundOverheadMs: 1000 };
    const plainly = estimateDuration(plan, known);
    const surged = estimateDuration(plan, { ...known, surgeMs: { json: 9000 } });
    // 48 rounds of json in 120: nine seconds, and 0.21 for a generator of their own and its counters.
    expect(surged.measureS).toBeCloseTo(plainly.measureS + 48 * 9.21, 9);
    expect(surged.perRoundS).toBeCloseTo(plainly.perRoundS + (48 * 9.21) / 120, 9);
    expect(surged.calibrateS).toBe(plainly.calibrateS);
    const empty: Plan = { ...plan, scenarios: [] };
    expect(estimateDuration(empty, { ...known, surgeMs: { json: 9000 } }).measureS).toBe(0);
  });

  test('without anything known it still counts what a round costs beyond its phases', () => {
    expect(estimateDuration(plan, { buildMs: {} }).perRoundS).toBeGreaterThan(5.5);
    expect(guessBuildMs('rust')).toBeGreaterThan(guessBuildMs('go'));
    expect(guessBuildMs('cobol')).toBe(30_000);
  });

  test('what is left follows the rounds seen', () => {
    const known = { buildMs: {}, roundOverheadMs: 1000 };
    expect(remaining(plan, 0, null, known)).toBe(720);
    expect(remaining(plan, 100, 7.5, known)).toBe(150);
    expect(remaining(plan, 121, 7.5, known)).toBe(0);
  });

  test('a round’s time beyond its phases can be remembered', () => {
    expect(overheadOfRound(plan, 6.2)).toBeCloseTo(1200, 9);
    expect(overheadOfRound(plan, 1)).toBe(0);
  });
});
