import { seededDraws, seedFor } from '../../src/thinking/estimate/draws.ts';
import type { Draws } from '../../src/thinking/estimate/draws.ts';
import type { Pair, Slowness } from '../../src/thinking/estimate/estimate.ts';
import { alphaAfter } from '../../src/thinking/estimate/looks.ts';
import type { Look } from '../../src/thinking/estimate/looks.ts';
import type { MetricId } from '../../src/thinking/measurement/metric.ts';
import { orderBlocks } from '../../src/thinking/plan/order.ts';
import { sittingEnds } from '../../src/thinking/plan/sittings.ts';
import { judgeFamily } from '../../src/thinking/verdict/judge.ts';
import { isSettled } from '../../src/thinking/verdict/settled.ts';
import type { Verdict } from '../../src/thinking/verdict/verdict.ts';
import type { Question } from '../../src/thinking/verdict/weigh.ts';
import type { Noise } from './noise.ts';

/** What is simulated: who competes, what they truly cost, how rounds scatter, and when the run looks. */
export interface Setup {
  /** True cost of each contender, the baseline first; the placebo is added. */
  readonly truths: readonly number[];
  readonly noise: Noise;
  /** Scatter of a round in quiet times, in logs. */
  readonly sd: number;
  readonly looks: readonly Look[];
  readonly margin: number;
  readonly alpha: number;
  /** Sittings that the blocks are spread over, and what each of them does to each contender; null for one sitting. */
  readonly drift: Drift | null;
}

/** How the machine differs from sitting to sitting. */
export interface Drift {
  readonly sittings: number;
  /** Scatter of each contender's cost from sitting to sitting, in logs; the placebo is moved as the baseline is. */
  readonly sds: readonly number[];
}

/** How verdicts are come to. The shipped way, or one planted to see whether the simulation notices. */
export interface Method {
  readonly order: (entries: readonly string[], blocks: number, seed: number) => readonly (readonly string[])[];
  readonly judge: (questions: readonly Question[]) => readonly Verdict[];
  /** The error rate that a look decides at. */
  readonly decisive: (looks: readonly Look[], blocks: number) => number;
  /** Whether the run ends with these verdicts. */
  readonly ends: (verdicts: readonly Verdict[]) => boolean;
}

export const SHIPPED: Method = { order: orderBlocks, judge: judgeFamily, decisive: alphaAfter, ends: isSettled };

/** How a simulated run ended. */
export interface Ended {
  readonly blocks: number;
  readonly verdicts: readonly Verdict[];
}

/** The two primary metrics; their noise is drawn anew for each. */
const METRICS: readonly MetricId[] = ['cpu-per-request', 'peak-cpu-per-request'];

/** One block: what each entry's round gave, and where it stood. */
type Block = ReadonlyMap<string, Round>;

interface Round {
  readonly value: number;
  readonly position: number;
  readonly sitting: number;
  readonly watched: number | null;
}

function blocksOf(setup: Setup, orders: readonly (readonly string[])[], draws: Draws): readonly Block[] {
  const noise = setup.noise.run(draws, { blocks: orders.length, rounds: orders[0]?.length ?? 0 }, setup.sd);
  const { sittings, sds } = setup.drift ?? { sittings: 1, sds: [] };
  const moved = Array.from({ length: sittings }, () => sds.map((sd) => sd * draws.normal()));
  return orders.map((order, block) => {
    const sitting = sittingOf(orders.length, sittings, block);
    const rounds = order.map((entry, position) => {
      const contender = entry === PLACEBO ? 0 : Number(entry);
      const truth = setup.truths[contender] ?? 1;
      const { log, slow, watched } = noise[block]?.[position] ?? { log: 0, slow: 0, watched: null };
      const noisy = log + slow * setup.noise.slope + (moved[sitting]?.[contender] ?? 0);
      return [entry, { value: truth * Math.exp(noisy), position, sitting, watched }] as const;
    });
    return new Map(rounds);
  });
}

/** The sitting in which a block is measured, by the rule of real runs. */
function sittingOf(blocks: number, sittings: number, block: number): number {
  return sittingEnds({ blocks, sittings }).findIndex((end) => block < end);
}

const PLACEBO = 'placebo';

function pairsOf(blocks: readonly Block[], contender: string, against: string): readonly Pair[] {
  return blocks.flatMap((rounds, block) => {
    const [ours, theirs] = [rounds.get(contender), rounds.get(against)];
    if (ours === undefined || theirs === undefined) return [];
    return [
      {
        block,
        sitting: ours.sitting,
        contender: ours.value,
        against: theirs.value,
        contenderPosition: ours.position,
        againstPosition: theirs.position,
        slowness: slownessOf(ours, theirs),
      },
    ];
  });
}

function slownessOf(ours: Round, theirs: Round): Slowness | null {
  return ours.watched === null || theirs.watched === null ? null : { contender: ours.watched, against: theirs.watched };
}

function questionsOf(
  setup: Setup,
  byMetric: readonly (readonly Block[])[],
  seen: number,
  decisive: number,
): readonly Question[] {
  const ids = setup.truths.map((_truth, index) => String(index));
  const compared = ids.flatMap((against, i) => ids.slice(i + 1).map((contender) => [contender, against] as const));
  return compared.flatMap(([contender, against]) =>
    byMetric.map((blocks, metric): Question => {
      const pairs = pairsOf(blocks.slice(0, seen), contender, against);
      return {
        scenario: 'simulated',
        metric: METRICS[metric] ?? 'cpu-per-request',
        contender,
        against,
        absent: null,
        pairs,
        blocks: pairs.length,
        missing: { contender: 0, against: 0 },
        margin: setup.margin,
        alpha: setup.alpha,
        decisive,
        cautions: [],
      };
    }),
  );
}

/** One run, from its seed to the verdicts of the look that ended it, through the code that carries out real ones. */
export function simulateRun(setup: Setup, metrics: 1 | 2, seed: number, method: Method = SHIPPED): Ended {
  const draws = seededDraws(seed);
  const most = setup.looks.at(-1)?.blocks ?? 0;
  const entries = [...setup.truths.map((_truth, index) => String(index)), PLACEBO];
  const orders = method.order(entries, most, draws.below(2 ** 31));
  const byMetric = METRICS.slice(0, metrics).map(() => blocksOf(setup, orders, draws));
  let verdicts: readonly Verdict[] = [];
  const sittings = setup.drift?.sittings ?? 1;
  for (const { blocks } of setup.looks) {
    verdicts = method.judge(questionsOf(setup, byMetric, blocks, method.decisive(setup.looks, blocks)));
    const allHeld = sittingOf(most, sittings, blocks - 1) === sittings - 1;
    if (allHeld && method.ends(verdicts)) return { blocks, verdicts };
  }
  return { blocks: most, verdicts };
}

/** Shares of simulated runs, and of all their comparisons where it says so. */
export interface Tally {
  readonly runs: number;
  /** Runs with any better or worse that is not so. */
  readonly falseDifference: number;
  /** Runs in which any difference of at least the margin is called equivalent. */
  readonly falseEquivalence: number;
  /** Comparisons called better or worse, equivalent, undecided. */
  readonly different: number;
  readonly equivalent: number;
  readonly undecided: number;
  /** Comparisons whose own interval holds the true ratio; and runs in which all joint intervals do. */
  readonly covered: number;
  readonly coveredTogether: number;
  readonly meanBlocks: number;
}

/** Room for the last digit of exp and log, so that a difference of just the margin counts as one. */
const ROUNDING = 1e-9;

/** Runs a setup so many times. */
export function tally(setup: Setup, metrics: 1 | 2, runs: number, seed: number, method: Method = SHIPPED): Tally {
  const counts = { falseDifference: 0, falseEquivalence: 0, different: 0, equivalent: 0, undecided: 0 };
  let [covered, coveredTogether, blocks, comparisons] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const ended = simulateRun(setup, metrics, seedFor(seed, String(run)), method);
    const told = ended.verdicts.map((verdict) => tellOf(setup, verdict));
    blocks += ended.blocks;
    comparisons += told.length;
    if (told.some((one) => one.falseDifference)) counts.falseDifference += 1;
    if (told.some((one) => one.falseEquivalence)) counts.falseEquivalence += 1;
    if (told.every((one) => one.coveredTogether)) coveredTogether += 1;
    covered += told.filter((one) => one.covered).length;
    for (const { verdict } of ended.verdicts) {
      if (verdict === 'equivalent' || verdict === 'undecided') counts[verdict] += 1;
      else counts.different += 1;
    }
  }
  return {
    runs,
    falseDifference: counts.falseDifference / runs,
    falseEquivalence: counts.falseEquivalence / runs,
    different: counts.different / comparisons,
    equivalent: counts.equivalent / comparisons,
    undecided: counts.undecided / comparisons,
    covered: covered / comparisons,
    coveredTogether: coveredTogether / runs,
    meanBlocks: blocks / runs,
  };
}

interface Told {
  readonly falseDifference: boolean;
  readonly falseEquivalence: boolean;
  readonly covered: boolean;
  readonly coveredTogether: boolean;
}

/** A verdict against the truth: a difference is false where there is none, and where it points the other way. */
function tellOf(setup: Setup, { verdict, contender, against, alone, low, high }: Verdict): Told {
  const truth = (setup.truths[Number(contender)] ?? Number.NaN) / (setup.truths[Number(against)] ?? Number.NaN);
  const distance = Math.abs(Math.log(truth));
  const right = truth < 1 ? 'better' : 'worse';
  const called = verdict === 'better' || verdict === 'worse';
  return {
    falseDifference: called && (distance < ROUNDING || verdict !== right),
    falseEquivalence: verdict === 'equivalent' && distance > Math.log1p(setup.margin) - ROUNDING,
    covered: alone !== null && alone.low <= truth && truth <= alone.high,
    coveredTogether: low !== null && high !== null && low <= truth && truth <= high,
  };
}
