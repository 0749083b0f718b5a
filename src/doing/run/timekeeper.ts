import { estimateDuration, remaining, type KnownTimes } from '../../thinking/plan/duration.ts';
import type { Plan } from '../../thinking/plan/plan.ts';

/** Keeps the time of rounds, so that what is left is told from what rounds here really take. */
export interface Timekeeper {
  roundTook(seconds: number): void;
  /** Rounds of the plan that take no time now: sealed in an earlier part of the run, or of a contender that is out. */
  passed(rounds: number): void;
  /** Rounds that are to be run again, since their block is void. */
  again(rounds: number): void;
  secondsLeft(): number;
  /** Seconds a round takes: the mean of those timed, or the plan's estimate before the first. */
  roundS(): number;
}

export function timekeeper(plan: Plan, known: KnownTimes): Timekeeper {
  let done = 0;
  let timed = 0;
  let spentS = 0;
  return {
    roundTook: (seconds) => {
      done++;
      timed++;
      spentS += seconds;
    },
    passed: (rounds) => {
      done += rounds;
    },
    again: (rounds) => {
      done -= rounds;
    },
    secondsLeft: () => remaining(plan, done, timed === 0 ? null : spentS / timed, known),
    roundS: () => (timed === 0 ? estimateDuration(plan, known).perRoundS : spentS / timed),
  };
}
