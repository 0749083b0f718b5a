import {
  countSearches,
  estimateDuration,
  remaining,
  SEARCH_MS,
  type KnownTimes,
} from '../../thinking/plan/duration.ts';
import type { Plan } from '../../thinking/plan/plan.ts';

/** Keeps the time of rounds and searches, so that what is left is told from what they really take here. */
export interface Timekeeper {
  /** @param searchS the part of it that was a search for a capacity; null where there was none. */
  roundTook(seconds: number, searchS: number | null): void;
  /** Rounds of the plan that take no time now: sealed in an earlier part of the run, or of a contender that is out; and their searches. */
  passed(rounds: number, searches?: number): void;
  /** Rounds that are to be run again, since their block is void. */
  again(rounds: number): void;
  secondsLeft(): number;
  /** Seconds a round takes, without or with a search: the mean of those timed, or the plan's estimate before the first. */
  roundS(searching: boolean): number;
}

export function timekeeper(plan: Plan, known: KnownTimes): Timekeeper {
  let done = 0;
  let searched = 0;
  const rounds = { timed: 0, spentS: 0 };
  const searches = { timed: 0, spentS: 0 };
  const mean = ({ timed, spentS }: typeof rounds): number | null => (timed === 0 ? null : spentS / timed);
  const searchS = (): number => mean(searches) ?? SEARCH_MS / 1000;
  const count = (of: typeof rounds, seconds: number): void => {
    of.timed++;
    of.spentS += seconds;
  };
  return {
    roundTook: (seconds, part) => {
      done++;
      count(rounds, seconds - (part ?? 0));
      if (part === null) return;
      searched++;
      count(searches, part);
    },
    passed: (more, moreSearches = 0) => {
      done += more;
      searched += moreSearches;
    },
    again: (more) => {
      done -= more;
    },
    secondsLeft: () =>
      remaining(plan, done, mean(rounds), known) + Math.max(0, countSearches(plan) - searched) * searchS(),
    roundS: (searching) => (mean(rounds) ?? estimateDuration(plan, known).perRoundS) + (searching ? searchS() : 0),
  };
}
