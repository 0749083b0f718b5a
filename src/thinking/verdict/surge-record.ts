import { median } from '../estimate/centre.ts';
import { recoveredS, type Surge } from '../measurement/surge.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';

/** One second of an entry's overload: medians over its rounds. */
export interface SurgeRecordSecond {
  /** From 0 on, by when its requests were due. */
  readonly second: number;
  readonly duePerS: number | null;
  /** Correct answers that came in it. */
  readonly answeredPerS: number | null;
  /** Of its requests, those not answered correctly within the objective's p99. */
  readonly lateShare: number | null;
  /** Response times of those answered correctly; null where no round has requests enough. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** What became of an entry under more than it can do, and after. What is kept, late and taken of memory stands in the summaries. */
export interface SurgeRecord {
  readonly entry: string;
  readonly contender: string;
  /** Of the peaks of its rounds, and the rate that was: the median over its rounds, since each has its own. */
  readonly share: number;
  readonly offeredPerS: number | null;
  readonly forS: number;
  readonly recoveryS: number;
  readonly withinMs: number;
  /** Seconds after the surge until it was back for good; null where it was not in half of its rounds. */
  readonly backAfterS: number | null;
  /** Rounds in which it did not come back, of all. */
  readonly notBack: number;
  readonly rounds: number;
  readonly refusedShare: number | null;
  readonly seconds: readonly SurgeRecordSecond[];
}

/** The record of each entry whose rounds had a surge; none of one for which the generator had no room. */
export function surgeRecords(
  entries: readonly { readonly id: string; readonly contender: string }[],
  counted: readonly CountedBlock[],
): readonly SurgeRecord[] {
  return entries.flatMap(({ id, contender }) => {
    const surges = roundsOf(counted, id).flatMap(({ round }) => round.surge ?? []);
    const [first] = surges;
    return first === undefined ? [] : [{ entry: id, contender, ...recordOf(first, surges) }];
  });
}

/** @param first of the surges, which are all of one scenario and so of one shape. */
function recordOf(first: Surge, surges: readonly Surge[]): Omit<SurgeRecord, 'entry' | 'contender'> {
  const { share, forS, recoveryS, withinMs } = first;
  // Who does not come back takes longer than whoever does, so the median stands up to half of such rounds.
  const back = median(surges.map((surge) => recoveredS(surge) ?? Infinity));
  return {
    share,
    offeredPerS: median(surges.map(({ perSecond }) => perSecond)),
    forS,
    recoveryS,
    withinMs,
    backAfterS: Number.isFinite(back) ? back : null,
    notBack: surges.filter((surge) => recoveredS(surge) === null).length,
    rounds: surges.length,
    refusedShare: median(surges.flatMap(({ refused, phase }) => shareOf(refused, phase.books.planned))),
    seconds: first.seconds.map((_, second) => secondOf(second, surges)),
  };
}

function secondOf(second: number, surges: readonly Surge[]): SurgeRecordSecond {
  const all = surges.flatMap(({ seconds }) => seconds.filter((_, place) => place === second));
  return {
    second,
    duePerS: median(all.map(({ planned }) => planned)),
    answeredPerS: median(all.map(({ answered }) => answered)),
    lateShare: median(all.flatMap(({ planned, late }) => shareOf(late, planned))),
    p50Ms: median(all.flatMap(({ p50Ms }) => p50Ms ?? [])),
    p99Ms: median(all.flatMap(({ p99Ms }) => p99Ms ?? [])),
  };
}

/** Of none there is no share. */
function shareOf(part: number, whole: number): readonly number[] {
  return whole === 0 ? [] : [part / whole];
}
