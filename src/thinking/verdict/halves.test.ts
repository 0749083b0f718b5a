import { expect, test } from 'vitest';
import { seededDraws } from '../estimate/draws.ts';
import type { Pair } from '../estimate/estimate.ts';
import { concludeScenario } from './conclude.ts';
import { halvesApart } from './halves.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';

/** Blocks whose log ratio is given for each, in places that alternate. */
function pairsOf(logs: readonly number[]): readonly Pair[] {
  return logs.map((log, block) => ({
    block,
    contender: Math.exp(log),
    against: 1,
    sitting: 0,
    contenderPosition: block % 2,
    againstPosition: (block + 1) % 2,
    slowness: null,
  }));
}

const scattered = (log: number, sd: number, blocks: number): readonly number[] =>
  Array.from({ length: blocks }, (_, block) => log + (block % 4 < 2 ? sd : -sd));

test('halves that tell different ratios are found, whichever is first and however the blocks are stored', () => {
  const pairs = pairsOf([...scattered(0.8, 0.02, 6), ...scattered(0.5, 0.02, 6)]);
  const found = halvesApart(pairs, 0.05, 0.01, 0.95)!;
  expect(found.first.ratio / Math.exp(0.8)).toBeCloseTo(1, 1);
  expect(found.second.ratio / Math.exp(0.5)).toBeCloseTo(1, 1);
  expect(halvesApart(pairs.toReversed(), 0.05, 0.01, 0.95)).toEqual(found);
});

test('a drift within the margin spoils nothing, however sure it is', () => {
  const pairs = pairsOf([...scattered(0.03, 0.0001, 6), ...scattered(0, 0.0001, 6)]);
  expect(halvesApart(pairs, 0.05, 0.01, 0.95)).toBeNull();
  expect(halvesApart(pairs, 0.02, 0.01, 0.95)).not.toBeNull();
});

test('halves without any scatter are told apart by the margin alone; short ones are not asked', () => {
  const still = pairsOf([...scattered(0.2, 0, 4), ...scattered(0, 0, 4)]);
  expect(halvesApart(still, 0.05, 0.01, 0.95)).not.toBeNull();
  expect(halvesApart(still.slice(1, 8), 0.05, 0.01, 0.95)).toBeNull();
  expect(halvesApart([], 0.05, 0.01, 0.95)).toBeNull();
});

test('of runs that do not drift about as many are refused as the rate says', () => {
  const draws = seededDraws(23);
  let refused = 0;
  for (let run = 0; run < 4000; run += 1) {
    const pairs = pairsOf(Array.from({ length: 12 }, () => 0.1 * draws.normal()));
    if (halvesApart(pairs, 0.001, 0.05, 0.95) !== null) refused += 1;
  }
  expect(refused / 4000).toBeLessThan(0.06);
  expect(refused / 4000).toBeGreaterThan(0.03);
});

test('a scenario in which one contender drifts against the others is refused, with both halves', () => {
  const draws = seededDraws(3);
  const lineUp = madeLineUp(['node', 'go'], 12);
  const drifting = (jump: number): ReturnType<typeof concludeScenario> =>
    concludeScenario(
      MADE_RULES,
      lineUp,
      madeRun(lineUp, ({ entry, block }) => ({
        cpuUs:
          (entry === 'go' ? 50 : 100) * Math.exp(0.01 * draws.normal() + (entry === 'go' && block >= 6 ? jump : 0)),
      })),
    );
  expect(drifting(0).refusal).toBeNull();
  expect(drifting(0.3).refusal).toMatchObject({ kind: 'halves-differ', contender: 'go', against: 'node' });
});
