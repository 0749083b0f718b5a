import { describe, expect, test } from 'vitest';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../../thinking/plan/defaults.ts';
import { SEARCH_MS } from '../../thinking/plan/duration.ts';
import type { Plan } from '../../thinking/plan/plan.ts';
import { PROFILES } from '../../thinking/plan/profiles.ts';
import { gateLimits } from '../../thinking/verdict/limits.ts';
import { timekeeper } from './timekeeper.ts';

const CORES = { contender: [0], rest: [1], shared: false };
const IDS = ['node', 'placebo'];
const PLAN: Plan = {
  run: 'r-made',
  seed: 7,
  baseline: 'node',
  profile: PROFILES.standard,
  cores: CORES,
  objective: DEFAULT_OBJECTIVE,
  margin: DEFAULT_MARGINS,
  primary: ['cpu-per-request'],
  gates: gateLimits(CORES),
  budgetMs: null,
  scenarios: [
    {
      scenario: 'json',
      entries: IDS.map((id) => ({ id, contender: 'node' })),
      blocks: Array.from({ length: 28 }, () => IDS),
    },
  ],
  leftOut: [],
  digests: {},
};

describe('the time that is left', () => {
  test('is that of the rounds and of the searches, each by what it really took', () => {
    const time = timekeeper(PLAN, { buildMs: {}, roundOverheadMs: 1000 });
    expect(time.roundS(false)).toBe(21);
    expect(time.roundS(true)).toBe(21 + SEARCH_MS / 1000);
    expect(time.secondsLeft()).toBeCloseTo(56 * 21 + 12 * (SEARCH_MS / 1000), 9);
    time.roundTook(50, 30);
    expect(time.secondsLeft()).toBeCloseTo(55 * 20 + 11 * 30, 9);
    time.roundTook(24, null);
    expect(time.secondsLeft()).toBeCloseTo(54 * 22 + 11 * 30, 9);
    expect(time.roundS(true)).toBe(52);
  });

  test('counts neither what an earlier part sealed nor what is to be run again', () => {
    const time = timekeeper(PLAN, { buildMs: {}, roundOverheadMs: 1000 });
    time.passed(56, 12);
    expect(time.secondsLeft()).toBe(0);
    time.again(2);
    expect(time.secondsLeft()).toBe(42);
  });
});
