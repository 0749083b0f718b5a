import { describe, expect, test } from 'vitest';
import { seededDraws, seedFor } from '../estimate/draws.ts';
import type { MadeRound } from '../measurement/made-rounds.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import type { Surroundings } from '../measurement/surroundings.ts';
import { metricOf } from '../measurement/reading.ts';
import { concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import type { GateLimits } from './limits.ts';
import { CALM, MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { LineUp } from './rounds.ts';

/*
 * The faults of `proofs/honesty/sabotage/`, played over made-up rounds of two contenders that do the same work. Beside each stands the
 * same play with its gate taken away: it must find words, or the play would be harmless.
 */

const RUNS = 200;
const SD = 0.02;
const LINE_UP = madeLineUp(['node', 'twin'], 12);

interface Place {
  readonly entry: string;
  readonly block: number;
  readonly position: number;
}

interface Play {
  readonly lineUp?: LineUp;
  readonly gates?: Partial<GateLimits>;
  /** What a request costs there, as a share of what it costs in quiet. */
  readonly cost?: (place: Place) => number;
  readonly around?: (place: Place) => Partial<MadeRound>;
  readonly outcome?: (outcome: RoundOutcome, seed: number) => RoundOutcome;
}

function conclude(play: Play, lineUp: LineUp, seed: number): Conclusion {
  const draws = seededDraws(seedFor(seed, 'sabotage'));
  const rounds = madeRun(lineUp, (place) => {
    const cost = play.cost?.(place) ?? 1;
    return {
      cpuUs: 100 * cost * Math.exp(SD * draws.normal()),
      peakCpuUs: 80 * cost * Math.exp(SD * draws.normal()),
      ...play.around?.(place),
    };
  });
  const { outcome = (one: RoundOutcome): RoundOutcome => one } = play;
  const rules = { ...MADE_RULES, gates: { ...MADE_RULES.gates, ...play.gates } };
  return concludeScenario(
    rules,
    lineUp,
    rounds.map((one) => outcome(one, seed)),
  );
}

/** `word`: any of better, worse and equivalent was said of equal contenders in a primary metric. */
interface Endings {
  refused: number;
  failed: number;
  undecided: number;
  word: number;
}

function endingOf({ refusal, verdicts, failures }: Conclusion): keyof Endings {
  if (refusal !== null) return 'refused';
  const own = verdicts.filter((one) => one.contender === 'twin' && metricOf(one.metric).primary);
  if (own.some(({ verdict }) => verdict !== 'undecided')) return 'word';
  return failures.some(({ contender }) => contender === 'twin') ? 'failed' : 'undecided';
}

/** How 200 runs of a play end; of several line-ups each is played as often. */
function endings(play: Play, lineUps: readonly LineUp[] = [LINE_UP]): Endings {
  const found: Endings = { refused: 0, failed: 0, undecided: 0, word: 0 };
  for (let seed = 0; seed < RUNS; seed += 1) {
    const lineUp = lineUps[seed % lineUps.length] ?? LINE_UP;
    found[endingOf(conclude(play, lineUp, seed))] += 1;
  }
  return found;
}

const ofTwin =
  (changes: Partial<MadeRound>) =>
  ({ entry }: Place): Partial<MadeRound> =>
    entry === 'twin' ? changes : {};

const surrounded = (changes: Partial<Surroundings>): Partial<MadeRound> => ({
  steady: { surroundings: { ...CALM, ...changes } },
  peak: { surroundings: CALM },
});

const ORDERS = [
  ['node', 'twin', 'placebo'],
  ['node', 'placebo', 'twin'],
  ['twin', 'node', 'placebo'],
  ['twin', 'placebo', 'node'],
  ['placebo', 'node', 'twin'],
  ['placebo', 'twin', 'node'],
];
const FIXED = ORDERS.map((order): LineUp => ({ ...LINE_UP, blocks: LINE_UP.blocks.map(() => order) }));

const forgetPlaces = (one: RoundOutcome): RoundOutcome => {
  if (one.kind !== 'measured') return one;
  const { measurement } = one;
  return { kind: 'measured', measurement: { ...measurement, identity: { ...measurement.identity, position: 0 } } };
};

const eachPlace = ({ position }: Place): number => 1.02 ** position;
const lastPlace = ({ position }: Place): number => (position === 2 ? 1.1 : 1);

describe('one order for all blocks', () => {
  test.each([
    ['each place slower than the one before', eachPlace],
    ['the last place alone slower', lastPlace],
  ])('and %s: no word in 200 of 200 runs', (_what, cost) => {
    const { refused, undecided } = endings({ cost }, FIXED);
    expect(refused + undecided).toBe(RUNS);
    expect(refused).toBeGreaterThan(RUNS / 3);
  });

  test('the placebo alone would not find it: where it ran as early as the baseline, the last place is said of the contender', () => {
    const [, hidden] = FIXED;
    const played = endings({ cost: lastPlace, outcome: forgetPlaces }, [hidden!]);
    expect(played.word).toBeGreaterThan(0.9 * RUNS);
    expect(endings({ cost: lastPlace }, [hidden!]).word).toBe(0);
  });

  test('orders that change bear the same penalties: such runs are refused no more often than sound ones', () => {
    const drawn = endings({ cost: eachPlace });
    expect(drawn.refused).toBeLessThan(0.1 * RUNS);
    expect(drawn.word).toBeGreaterThan(0.5 * RUNS);
    expect(endings({ cost: lastPlace }).refused).toBeLessThan(0.1 * RUNS);
  });
});

const onOneCore = (): Partial<MadeRound> => surrounded({ cores: { contender: [0], generator: [0] } });

test('contender and generator on one core, though the plan keeps them apart: refused in 200 of 200 runs', () => {
  expect(endings({ around: onOneCore })).toMatchObject({ refused: RUNS });
  expect(endings({ around: onOneCore, gates: { apart: false } }).word).toBeGreaterThan(0.5 * RUNS);
});

test('a neighbour in one arm: refused in 200 of 200 runs', () => {
  const play: Play = {
    around: ofTwin({ steadyBill: { foreignS: 0.6 } }),
    cost: ({ entry }) => (entry === 'twin' ? 1.1 : 1),
  };
  expect(endings(play)).toMatchObject({ refused: RUNS });
  expect(endings({ ...play, gates: { foreignShare: Infinity } }).word).toBeGreaterThan(0.9 * RUNS);
});

const cheaper = ({ entry }: Place): number => (entry === 'twin' ? 0.9 : 1);

/** Caught in one of the twelve blocks, whichever; what it did before is kept, and counts for nothing. */
const caught = (one: RoundOutcome, seed: number): RoundOutcome => {
  if (one.kind !== 'measured') return one;
  const { identity } = one.measurement;
  if (identity.entry !== 'twin' || identity.block !== seed % 12) return one;
  return {
    kind: 'failed',
    identity,
    failure: { kind: 'wrong-under-load', phase: 'steady', wrong: 1, of: 150, example: [] },
  };
};

test('cheaper wrong bodies: the contender fails and has no word in 200 of 200 runs', () => {
  const { failed, refused } = endings({ cost: cheaper, outcome: caught });
  expect(failed + refused).toBe(RUNS);
  // Baseline and placebo go on, and are refused as often as any sound run.
  expect(refused).toBeLessThan(0.1 * RUNS);
  expect(endings({ cost: cheaper }).word).toBeGreaterThan(0.9 * RUNS);
});

test('a clock that steps in one arm: refused in 200 of 200 runs', () => {
  const around = ofTwin(surrounded({ clockJumpMs: 2000 }));
  expect(endings({ around })).toMatchObject({ refused: RUNS });
  expect(endings({ around, gates: { clockJumpMs: Infinity } }).word).toBeGreaterThan(0.5 * RUNS);
});

test('nothing done to it, a run ends with a word', () => {
  const { word, refused } = endings({});
  expect(word).toBeGreaterThan(0.5 * RUNS);
  expect(refused).toBeLessThan(0.1 * RUNS);
});
