import { median } from '../estimate/centre.ts';
import type { CoreSplit } from '../machine/machine.ts';
import type { Measurement } from '../measurement/measurement.ts';
import { coresHad } from './bound.ts';
import { roundsOf, type CountedBlock, type LineUpEntry } from './rounds.ts';
import type { Verdict } from './verdict.ts';

/** A contender on more cores, held against itself on the fewest. */
export interface Scaling {
  readonly entry: string;
  readonly against: string;
  readonly cores: number;
  readonly fewest: number;
  /**
   * The most that the peak rate could have grown: by the cores, less what generator, services and Bakeoff took of those that they
   * share with it. Null where no round tells.
   */
  readonly room: number | null;
  /** In every metric: of the family where the metric is primary, else by itself. */
  readonly verdicts: readonly Verdict[];
}

/** @param judged the verdicts of one entry against another. */
export function scalingsOf(
  entries: readonly LineUpEntry[],
  counted: readonly CountedBlock[],
  split: CoreSplit,
  judged: (entry: string, against: string) => readonly Verdict[],
): readonly Scaling[] {
  return entries.flatMap(({ id, against }) => {
    if (against === undefined) return [];
    const [wide, narrow] = [id, against].map((entry) => roundsOf(counted, entry).map(({ round }) => round));
    const [cores, fewest] = [coresIn(wide ?? []), coresIn(narrow ?? [])];
    // It failed, or the other did.
    if (cores === null || fewest === null) return [];
    const [most, least] = [hadOf(wide ?? [], split), hadOf(narrow ?? [], split)];
    const room = most === null || least === null ? null : most / least;
    return [{ entry: id, against, cores, fewest, room, verdicts: judged(id, against) }];
  });
}

function coresIn(rounds: readonly Measurement[]): number | null {
  return rounds[0]?.cores?.length ?? null;
}

/** Cores that were there for it at the peak, the median of the rounds. */
function hadOf(rounds: readonly Measurement[], split: CoreSplit): number | null {
  return median(rounds.map(({ cores, peak }) => coresHad(peak.cpu, cores, split)));
}
