import { expect, test } from 'vitest';
import { madeOutcome } from '../measurement/made-rounds.ts';
import type { Phase } from '../measurement/phase.ts';
import { concludeScenario } from './conclude.ts';
import { CALM, MADE_RULES, madeLineUp } from './made-run.ts';
import type { Caution } from './verdict.ts';

const watched = (meanNs: number | null): Partial<Phase> => ({
  surroundings: { ...CALM, watched: meanNs === null ? null : { samples: 800, lowNs: 7000, meanNs } },
});

/** A run whose contenders meet a core that needs so many ns for the watched work, by round; `go` costs as much as it is slow. */
function cautionsAt(blocks: number, nsOf: (round: number) => number | null): readonly Caution[] {
  const lineUp = madeLineUp(['node', 'go'], blocks);
  let nth = 0;
  const outcomes = lineUp.blocks.flatMap((order, block) =>
    order.map((entry, position) => {
      const ns = nsOf(nth);
      nth += 1;
      const contender = entry === 'placebo' ? 'node' : entry;
      const phases = { steady: watched(ns), peak: watched(ns) };
      return madeOutcome({ entry, contender, block, position, cpuUs: 0.01 * (ns ?? 1) + nth / 1e4, ...phases });
    }),
  );
  const { verdicts, cautions } = concludeScenario(MADE_RULES, lineUp, outcomes);
  const found = cautions.filter(({ kind }) => kind === 'uneven-core');
  for (const { atEqualSpeed } of verdicts.filter(({ metric }) => metric === 'cpu-per-request')) {
    expect(atEqualSpeed).toBe(blocks >= 10 && nsOf(0) !== null);
  }
  expect(verdicts.filter(({ metric }) => metric === 'memory').some(({ atEqualSpeed }) => atEqualSpeed)).toBe(false);
  return found;
}

const uneven = (round: number): number => 8000 + 400 * (round % 11);

test('a core that was not equally fast is told, and whether the ratios allow for it', () => {
  expect(cautionsAt(12, uneven)).toEqual([{ kind: 'uneven-core', apart: 1.5, evened: true }]);
  expect(cautionsAt(6, uneven)).toEqual([{ kind: 'uneven-core', apart: 1.5, evened: false }]);
});

test('an even one is not, nor one that nobody watched', () => {
  expect(cautionsAt(12, (round) => 8000 + 10 * (round % 11))).toEqual([]);
  expect(cautionsAt(12, () => null)).toEqual([]);
});
