import { stepAtOrBelow } from './grid.ts';

/** One attempt at one step of the grid, and what it came to; `objective.ts` says by which rule. */
export interface Attempt {
  readonly step: number;
  readonly outcome: 'passed' | 'failed' | 'void';
}

/** Where on the grid a search begins and between which steps it stays. */
export interface Ladder {
  readonly lowest: number;
  readonly start: number;
  readonly highest: number;
}

/** What the attempts so far ask for next, or what they have come to. */
export type Search =
  | { readonly kind: 'try'; readonly step: number }
  /** The capacity: by majority this step passes and the one above fails. */
  | { readonly kind: 'found'; readonly step: number }
  /** The lowest step fails by majority: the capacity is below it. */
  | { readonly kind: 'below-grid'; readonly step: number }
  /** The highest step passes by majority: the capacity is at least its rate, and what bounds it from above is the generator. */
  | { readonly kind: 'beyond'; readonly step: number }
  /** Attempt after attempt at this step was void: nobody can say. */
  | { readonly kind: 'undecided'; readonly step: number; readonly voids: number };

/** So many alike of up to five decide a step. */
const MAJORITY = 3;

/**
 * Steps between two rates of the ladder: 1.05⁸, about 1.5 times. Each rate of it costs one attempt and each halving of what lies
 * between two of them another, so anything from 4 to 16 costs much the same.
 */
const LADDER_STEPS = 8;

/**
 * Void attempts in a row at one step after which the search gives up. They are no evidence either way, so any number of them could be
 * repeated; but a run must end. Hypervisors that give a core to others do so for half a minute at a time, and attempts may be as short as
 * a second. In a row and not in all: where half of all attempts are disturbed, a search goes on.
 */
export const MOST_VOID = 30;

/** A capacity at a p99 is rarely above the rate of a closed loop, and mostly well above half of it. */
const START_SHARE = 0.7;
/** A contender that meets the objective at no more than this share of it has, for this objective, no capacity worth a number. */
const LOWEST_SHARE = 0.05;

/**
 * The ladder of a contender from its rate in a closed loop, as calibration has it, and the highest rate that the generator may offer
 * (`plan/generator-room.ts`). The steps are everybody's; only where the search begins is the contender's own.
 */
export function ladderOf(closedLoopPerS: number, mostPerS: number): Ladder {
  const highest = stepAtOrBelow(mostPerS);
  const within = (share: number): number => Math.min(highest, stepAtOrBelow(share * closedLoopPerS));
  return { lowest: within(LOWEST_SHARE), start: within(START_SHARE), highest };
}

/**
 * The search for a capacity as a function of the attempts made, in any order: no state is kept anywhere, so that attempts of several
 * contenders may be interleaved and a search goes on from what was stored.
 *
 * A step leans to what most of its attempts say. From the start a ladder climbs while its steps lean to passing, or descends while
 * they lean to failing, one attempt a step, until one that passes lies below one that fails. What lies between is halved, one attempt
 * a step. Then the two, neighbours now, are tried in turn until each has its majority: three alike of up to five. Where that turns one
 * of them round, there is another pair of neighbours, or the ladder goes on; so a spurious outcome on the way costs attempts and
 * mostly not the answer.
 *
 * Rejected: plain bisection, which believes each outcome. With one attempt in ten failing for no reason it is wrong by more than 20 %
 * in an eighth of all searches; `search.test.ts` has both. Rejected too: a majority at each step on the way. It errs as rarely, but
 * spends most of its attempts far from the capacity, on steps about which nobody is in doubt.
 */
export function search(ladder: Ladder, attempts: readonly Attempt[]): Search {
  const next = course(ladder, standingsOf(attempts));
  if (next.kind !== 'try') return next;
  const there = attempts.filter(({ step }) => step === next.step);
  const voids = there.length - 1 - there.findLastIndex(({ outcome }) => outcome !== 'void');
  return voids < MOST_VOID ? next : { kind: 'undecided', step: next.step, voids };
}

/** What is known of one step; void attempts tell nothing of it. */
interface Standing {
  readonly step: number;
  readonly passed: number;
  readonly failed: number;
}

/** Of the steps that were tried, the lowest first. */
function standingsOf(attempts: readonly Attempt[]): readonly Standing[] {
  const told = attempts.filter(({ outcome }) => outcome !== 'void');
  const steps = [...new Set(told.map(({ step }) => step))].toSorted((a, b) => a - b);
  return steps.map((step) => {
    const there = told.filter((attempt) => attempt.step === step);
    const passed = there.filter(({ outcome }) => outcome === 'passed').length;
    return { step, passed, failed: there.length - passed };
  });
}

function isDecided({ passed, failed }: Standing): boolean {
  return passed >= MAJORITY || failed >= MAJORITY;
}

function course(ladder: Ladder, standings: readonly Standing[]): Search {
  // What a machine does to an attempt makes it fail, hardly ever pass: of steps that contradict each other the passing one is believed.
  const passing = standings.findLast(({ passed, failed }) => passed > failed);
  const failing = standings.find(
    ({ step, passed, failed }) => failed > passed && (passing === undefined || step > passing.step),
  );
  if (passing === undefined)
    return failing === undefined ? { kind: 'try', step: ladder.start } : descend(ladder, failing);
  if (failing === undefined) return climb(ladder, passing);
  if (failing.step - passing.step === 1) return settle(passing, failing);
  return { kind: 'try', step: Math.floor((passing.step + failing.step) / 2) };
}

function descend({ lowest }: Ladder, failing: Standing): Search {
  if (failing.step > lowest) return { kind: 'try', step: Math.max(lowest, failing.step - LADDER_STEPS) };
  return { kind: isDecided(failing) ? 'below-grid' : 'try', step: failing.step };
}

function climb({ highest }: Ladder, passing: Standing): Search {
  if (passing.step < highest) return { kind: 'try', step: Math.min(highest, passing.step + LADDER_STEPS) };
  return { kind: isDecided(passing) ? 'beyond' : 'try', step: passing.step };
}

/** Neighbours are tried in turn, so that a disturbance longer than an attempt does not fall on one of them alone. */
function settle(passing: Standing, failing: Standing): Search {
  const behind = tried(failing) < tried(passing) ? [failing, passing] : [passing, failing];
  const open = behind.find((standing) => !isDecided(standing));
  return open === undefined ? { kind: 'found', step: passing.step } : { kind: 'try', step: open.step };
}

function tried({ passed, failed }: Standing): number {
  return passed + failed;
}
