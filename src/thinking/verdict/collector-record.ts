import { centreOf, median } from '../estimate/centre.ts';
import type { Centre } from '../estimate/estimate.ts';
import type { Collected } from '../measurement/collector.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';

/** What an entry's collector did under the common load: medians over its rounds. */
export interface CollectorEntry {
  readonly entry: string;
  readonly contender: string;
  readonly rounds: number;
  readonly youngPerS: number | null;
  readonly wholePerS: number | null;
  /** Of the time, standing still. */
  readonly pausedShare: number | null;
  /** Longest pause of a round; null where no round had one. */
  readonly longestMs: Centre | null;
  /** The longest of all rounds. */
  readonly longestOfAllMs: number | null;
  readonly liveMB: number | null;
}

/** Level of the interval of the longest pause, as of all medians of a report. */
const LEVEL = 0.95;

/** The record of each entry that has one. */
export function collectorRecords(
  entries: readonly { readonly id: string; readonly contender: string }[],
  counted: readonly CountedBlock[],
): readonly CollectorEntry[] {
  return entries.flatMap(({ id, contender }) => {
    const all = roundsOf(counted, id).flatMap(({ round }) => round.collected ?? []);
    return all.length === 0 ? [] : [{ entry: id, contender, ...recordOf(all) }];
  });
}

function recordOf(all: readonly Collected[]): Omit<CollectorEntry, 'entry' | 'contender'> {
  const longest = all.flatMap(({ longestMs }) => longestMs ?? []);
  return {
    rounds: all.length,
    youngPerS: median(all.map(({ young, forS }) => young / forS)),
    wholePerS: median(all.map(({ whole, forS }) => whole / forS)),
    pausedShare: median(all.map(({ pausedMs, forS }) => pausedMs / (forS * 1000))),
    longestMs: centreOf(longest, LEVEL),
    longestOfAllMs: longest.length === 0 ? null : Math.max(...longest),
    liveMB: median(all.flatMap(({ liveMB }) => liveMB ?? [])),
  };
}
