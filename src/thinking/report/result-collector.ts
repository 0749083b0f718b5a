import * as z from 'zod';
import type { CollectorEntry } from '../verdict/collector-record.ts';

const known = z.number().nullable();

/** What a contender's collector did under the common rate, by its runtime's own record; medians over the rounds. */
export const collector = z.object({
  contender: z.string(),
  rounds: z.int().min(0),
  young_per_s: known.describe('collections of the young objects alone'),
  whole_per_s: known.describe('collections of the whole heap'),
  paused_share: known.describe('of the time, with everything standing still'),
  longest_pause_ms: known.describe('of a round'),
  longest_pause_low_ms: known.describe('order-statistic interval of that median; null below six rounds with a pause'),
  longest_pause_high_ms: known,
  longest_pause_level: known,
  longest_of_all_ms: known.describe('of all rounds'),
  live_mb: known.describe('after the last collection of the whole heap, as the runtime counts'),
});

export function collectorOf(record: CollectorEntry): z.output<typeof collector> {
  return {
    contender: record.entry,
    rounds: record.rounds,
    young_per_s: record.youngPerS,
    whole_per_s: record.wholePerS,
    paused_share: record.pausedShare,
    longest_pause_ms: record.longestMs?.median ?? null,
    longest_pause_low_ms: record.longestMs?.low ?? null,
    longest_pause_high_ms: record.longestMs?.high ?? null,
    longest_pause_level: record.longestMs?.level ?? null,
    longest_of_all_ms: record.longestOfAllMs,
    live_mb: record.liveMB,
  };
}
