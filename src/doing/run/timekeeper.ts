/** Keeps the time of rounds, so that what is left is told from what rounds here really take. */
export interface Timekeeper {
  roundTook(seconds: number): void;
  secondsLeft(): number;
}

/** `rounds` still to do, each taking `guessS` until some have been seen. Rounds beyond the plan (for void blocks) show as none left. */
export function timekeeper(rounds: number, guessS: number): Timekeeper {
  let done = 0;
  let spentS = 0;
  return {
    roundTook: (seconds) => {
      done++;
      spentS += seconds;
    },
    secondsLeft: () => Math.max(0, rounds - done) * (done === 0 ? guessS : spentS / done),
  };
}
