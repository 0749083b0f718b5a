import { describe, expect, test } from 'vitest';
import { seededDraws, seedFor, shuffled } from '../estimate/draws.ts';
import { madeBooks } from '../measurement/made-rounds.ts';
import type { Measurement, RoundOutcome } from '../measurement/measurement.ts';
import type { Phase } from '../measurement/phase.ts';
import { concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { LineUp } from './rounds.ts';
import type { Verdict, VerdictWord } from './verdict.ts';

/*
 * What must be true of the conclusion of any rounds whatever: changes of the rounds whose effect on the answer is known beforehand,
 * though the answer is not.
 */

const BLOCKS = 12;
const LINE_UP = madeLineUp(['node', 'go', 'rust'], BLOCKS);
const SEEDS = Array.from({ length: 20 }, (_, index) => index);

/** Rounds that now differ plainly, now hardly, and scatter now little, now much. */
function rounds(lineUp: LineUp, seed: number): readonly RoundOutcome[] {
  const draws = seededDraws(seedFor(seed, 'laws'));
  const sd = [0.005, 0.03, 0.15][draws.below(3)] ?? 0.03;
  const cost = new Map(['node', 'go', 'rust'].map((id) => [id, 100 * Math.exp(0.3 * (draws.uniform() - 0.5))]));
  return madeRun(lineUp, ({ entry }) => ({
    cpuUs: (cost.get(entry) ?? cost.get('node') ?? 100) * Math.exp(sd * draws.normal()),
    p50Ms: 3 * Math.exp(sd * draws.normal()),
    memoryMiB: 60 * Math.exp(sd * draws.normal()),
  }));
}

function changed(
  outcomes: readonly RoundOutcome[],
  change: (round: Measurement) => Measurement,
): readonly RoundOutcome[] {
  return outcomes.map((one) =>
    one.kind === 'measured' ? { kind: 'measured', measurement: change(one.measurement) } : one,
  );
}

/** Every verdict there is, by what it is of. */
function said({ verdicts, pairs }: Conclusion): ReadonlyMap<string, Verdict> {
  return new Map([...verdicts, ...pairs].map((one) => [`${one.metric}: ${one.contender} ÷ ${one.against}`, one]));
}

function digits(figure: number | null): string {
  return figure?.toPrecision(10) ?? 'none';
}

/** All words with their reasons and figures, but for the last digits: sums may be taken in another order. */
function told(outcomes: readonly RoundOutcome[]): readonly string[] {
  return [...said(concludeScenario(MADE_RULES, LINE_UP, outcomes))].map(
    ([question, { verdict, reason, ratio, low, high }]) =>
      `${question} is ${verdict}, ${reason.kind}, ${[ratio, low, high].map(digits).join(' ')}`,
  );
}

const MIRROR: Readonly<Record<VerdictWord, VerdictWord>> = {
  better: 'worse',
  worse: 'better',
  equivalent: 'equivalent',
  undecided: 'undecided',
  refused: 'refused',
};

/** The same rounds with the names of two contenders exchanged, in plan and rounds; the placebo stays the baseline's. */
function exchanged(lineUp: LineUp, outcomes: readonly RoundOutcome[], one: string, other: string) {
  const renamed = (id: string): string => (id === one ? other : id === other ? one : id);
  return {
    lineUp: { ...lineUp, blocks: lineUp.blocks.map((order) => order.map(renamed)) },
    outcomes: changed(outcomes, (round) => {
      const { entry, contender } = round.identity;
      return {
        ...round,
        identity: {
          ...round.identity,
          entry: renamed(entry),
          contender: entry === 'placebo' ? contender : renamed(contender),
        },
      };
    }),
  };
}

test('exchanging the names of two contenders turns their ratio over, mirrors their word and changes no other', () => {
  for (const seed of SEEDS) {
    const own = rounds(LINE_UP, seed);
    const there = said(concludeScenario(MADE_RULES, LINE_UP, own));
    const swapped = exchanged(LINE_UP, own, 'node', 'go');
    const back = said(concludeScenario(MADE_RULES, swapped.lineUp, swapped.outcomes));
    for (const metric of ['cpu-per-request', 'peak-cpu-per-request', 'memory', 'p50'] as const) {
      const before = there.get(`${metric}: go ÷ node`)!;
      const after = back.get(`${metric}: go ÷ node`)!;
      expect([metric, seed, after.verdict]).toEqual([metric, seed, MIRROR[before.verdict]]);
      expect(after.ratio! * before.ratio!).toBeCloseTo(1, 12);
      expect(after.low! * before.high!).toBeCloseTo(1, 12);
      expect(after.high! * before.low!).toBeCloseTo(1, 12);
    }
    // What was said of rust against go is now said of it against node.
    expect(back.get('cpu-per-request: rust ÷ node')!.ratio).toBeCloseTo(
      there.get('cpu-per-request: rust ÷ go')!.ratio!,
      12,
    );
  }
});

function inMs(phase: Phase): Phase {
  return { ...phase, cpu: { ...phase.cpu, contenderS: 1000 * phase.cpu.contenderS } };
}

test('the unit of CPU time and of memory changes no word', () => {
  for (const seed of SEEDS) {
    const own = rounds(LINE_UP, seed);
    const scaled = changed(own, (round) => ({
      ...round,
      steady: inMs(round.steady),
      peak: inMs(round.peak),
      memoryMiB: round.memoryMiB! * 1024,
    }));
    expect(told(scaled)).toEqual(told(own));
  }
});

/** Each block as it was, under another number. */
const renumbered = (outcomes: readonly RoundOutcome[], numbers: readonly number[]): readonly RoundOutcome[] =>
  changed(outcomes, (round) => ({
    ...round,
    identity: { ...round.identity, block: numbers[round.identity.block] ?? round.identity.block },
  }));

describe('numbers of blocks', () => {
  test('may be shuffled: no word changes', () => {
    for (const seed of SEEDS) {
      const own = rounds(LINE_UP, seed);
      const numbers = shuffled([...LINE_UP.blocks.keys()], seededDraws(seed));
      expect(told(renumbered(own, numbers))).toEqual(told(own));
    }
  });

  test('are read by the comparison of the halves alone', () => {
    const draws = seededDraws(5);
    const drifting = madeRun(LINE_UP, ({ entry, block }) => ({
      cpuUs: 100 * Math.exp(0.01 * draws.normal() + (entry === 'go' && block >= BLOCKS / 2 ? 0.3 : 0)),
    }));
    // Early and late blocks by turns.
    const mixed = LINE_UP.blocks.map((_order, block) => (block < BLOCKS / 2 ? 2 * block : 2 * block - BLOCKS + 1));
    const there = concludeScenario(MADE_RULES, LINE_UP, drifting);
    const here = concludeScenario(MADE_RULES, LINE_UP, renumbered(drifting, mixed));
    expect(there.refusal).toMatchObject({ kind: 'halves-differ' });
    expect(here.refusal).toBeNull();
    expect(told(renumbered(drifting, mixed))).toEqual(told(drifting));
  });
});

const twice = (phase: Phase): Phase => {
  const { contenderS, generatorS } = phase.cpu;
  return {
    ...phase,
    achievedPerS: 2 * (phase.achievedPerS ?? 0),
    books: madeBooks(2 * phase.books.correct),
    cpu: { ...phase.cpu, contenderS: 2 * contenderS, generatorS: 2 * generatorS },
  };
};

test('every request counted twice, with its CPU time, narrows no interval', () => {
  for (const seed of SEEDS) {
    const own = rounds(LINE_UP, seed);
    const doubled = changed(own, (round) => ({ ...round, steady: twice(round.steady), peak: twice(round.peak) }));
    expect(told(doubled)).toEqual(told(own));
  }
});
