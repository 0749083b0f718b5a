import type { Phase } from './phase.ts';

/** One second of an overload, by when its requests were due. */
export interface SurgeSecond {
  /** Requests due in it. */
  readonly planned: number;
  /** Of those, answered correctly, however late. */
  readonly correct: number;
  /** Of those, not answered correctly within the objective's p99: too late, refused, wrong, failed, or never handed over. */
  readonly late: number;
  /** Response times of those answered correctly; null where the tail is too thin. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Correct answers that came in this second, whenever they were due. */
  readonly answered: number;
}

/** A contender under more than it can do, and then under less: what it keeps up, and how soon it is back. */
export interface Surge {
  /** The whole of it, the surge and the recovery. */
  readonly phase: Phase;
  /** Offered in the surge, and what that is of the round's peak. */
  readonly perSecond: number;
  readonly share: number;
  readonly forS: number;
  readonly recoveryS: number;
  /** Beyond this response time an answer is late: the objective's p99. */
  readonly withinMs: number;
  /** Whole answers of another status than asked for, as a service gives that sheds load; the books have them among the wrong. */
  readonly refused: number;
  /** In their order; answers that came after the last are in none. */
  readonly seconds: readonly SurgeSecond[];
  /** The most that the tree took, as in `Measurement`; null where it cannot be read. */
  readonly memoryMiB: number | null;
}

/** The name of the phase. */
export const SURGE = 'surge';

/** A p99 is within the objective where no more than this share is late. By counting: the tail of a second is thin at low rates. */
const MOST_LATE = 0.01;

/** The share of all its requests that were late or got no correct answer; null where nothing was due. */
export function lateShare({ seconds }: Pick<Surge, 'seconds'>): number | null {
  const due = sumOf(seconds, ({ planned }) => planned);
  return due === 0 ? null : sumOf(seconds, ({ late }) => late) / due;
}

/** Correct answers a second that came while more was offered than the contender can do. */
export function answeredPerS({ seconds, forS }: Pick<Surge, 'seconds' | 'forS'>): number {
  return sumOf(seconds.slice(0, forS), ({ answered }) => answered) / forS;
}

/**
 * Seconds from the end of the surge to the first whole second from which on, to the end, the p99 of every second is within the
 * objective; null where it did not come that far. Requests without a correct answer count as later than any limit.
 */
export function recoveredS({ seconds, forS }: Pick<Surge, 'seconds' | 'forS'>): number | null {
  const after = seconds.slice(forS);
  const lastBad = after.findLastIndex(({ planned, late }) => late > MOST_LATE * planned);
  return lastBad === after.length - 1 ? null : lastBad + 1;
}

function sumOf(seconds: readonly SurgeSecond[], read: (second: SurgeSecond) => number): number {
  return seconds.reduce((sum, second) => sum + read(second), 0);
}
