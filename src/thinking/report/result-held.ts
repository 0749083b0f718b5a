import * as z from 'zod';
import type { HeldRecord } from '../verdict/held-record.ts';

const whole = z.int().min(0);

/** What connections held open took of a contender's memory; what each of them takes stands in the summaries, as `held-memory`. */
export const held = z.object({
  contender: z.string(),
  kind: z
    .enum(['waiting', 'idle', 'websocket'])
    .describe('for an answer, after an answer, or after an upgrade to a WebSocket'),
  rounds: whole,
  steps: z.array(
    z.object({
      connections: whole.describe('0: before the first'),
      memory_mib: z.number().nullable().describe('median of the rounds in which all were open; null where none has it'),
      fewest_asked: whole.nullable().describe('requests that waited at the upstream; null without one'),
      fallen_rounds: whole.describe('rounds in which some of them were not'),
      fewest_open: whole.nullable().describe('in those; null where all were open in all'),
      lost: z.string().nullable().describe('how the first that was lost ended'),
    }),
  ),
});

export function heldOf({ entry, kind, rounds, steps }: HeldRecord): z.output<typeof held> {
  return {
    contender: entry,
    kind,
    rounds,
    steps: steps.map(({ count, memoryMiB, asked, fell }) => ({
      connections: count,
      memory_mib: memoryMiB,
      fewest_asked: asked,
      fallen_rounds: fell?.rounds ?? 0,
      fewest_open: fell?.open ?? null,
      lost: fell?.lost ?? null,
    })),
  };
}
