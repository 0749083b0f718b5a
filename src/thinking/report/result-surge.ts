import * as z from 'zod';
import type { SurgeRecord } from '../verdict/surge-record.ts';

const whole = z.int().min(0);

/** What became of a contender under more than it can do; kept, late and memory stand in the summaries, by their metrics. */
export const surge = z.object({
  contender: z.string(),
  share: z.number().describe('of the peak of the same round'),
  offered_per_s: z.number().nullable().describe('in the surge; afterwards half of that peak'),
  for_s: z.number(),
  recovery_s: z.number(),
  within_ms: z.number().describe('beyond it an answer is late: the p99 of the objective'),
  back_after_s: z
    .number()
    .nullable()
    .describe(
      'seconds after the surge until the p99 of every second is within that, median over the rounds; null: not in half of them',
    ),
  not_back: whole.describe('rounds in which it did not come back within the recovery'),
  rounds: whole,
  refused_share: z.number().nullable().describe('of all requests, answered by another status than asked for; median'),
  seconds: z
    .array(
      z.object({
        second: whole,
        due_per_s: z.number().nullable(),
        answered_per_s: z.number().nullable().describe('correct answers that came in it, whenever they were due'),
        late_share: z.number().nullable(),
        p50_ms: z.number().nullable(),
        p99_ms: z.number().nullable(),
      }),
    )
    .describe('medians over the rounds, by when requests were due'),
});

export function surgeOf(record: SurgeRecord): z.output<typeof surge> {
  return {
    contender: record.entry,
    share: record.share,
    offered_per_s: record.offeredPerS,
    for_s: record.forS,
    recovery_s: record.recoveryS,
    within_ms: record.withinMs,
    back_after_s: record.backAfterS,
    not_back: record.notBack,
    rounds: record.rounds,
    refused_share: record.refusedShare,
    seconds: record.seconds.map(({ second, duePerS, answeredPerS, lateShare, p50Ms, p99Ms }) => ({
      second,
      due_per_s: duePerS,
      answered_per_s: answeredPerS,
      late_share: lateShare,
      p50_ms: p50Ms,
      p99_ms: p99Ms,
    })),
  };
}
