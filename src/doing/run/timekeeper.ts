import { remaining, type KnownTimes } from '../../thinking/plan/duration.ts';
import type { Plan } from '../../thinking/plan/plan.ts';

/** Keeps the time of rounds, so that what is left is told from what rounds here really take. */
export interface Timekeeper {
  roundTook(seconds: number): void;
  secondsLeft(): number;
}

/** `sealed` rounds are done already, in an earlier part of the run. Rounds in place of void ones show as none left. */
export function timekeeper(plan: Plan, sealed: number, known: KnownTimes): Timekeeper {
  let done = 0;
  let spentS = 0;
  return {
    roundTook: (seconds) => {
      done++;
      spentS += seconds;
    },
    secondsLeft: () => remaining(plan, sealed + done, done === 0 ? null : spentS / done, known),
  };
}
