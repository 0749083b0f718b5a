import { z } from 'zod';

import type { MistakeOutcome, MistakesEvidence } from './evidence.ts';
import type { Read } from './seen-parse.ts';

const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stopped'), stage: z.string(), beyondDefaults: z.boolean() }),
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('not expressible') }),
]);

const mistakesSchema = z.object({
  schema: z.literal('bakeoff/mistakes@1'),
  made: z.string(),
  mistakes: z.array(
    z.object({
      id: z.string(),
      seen: z.object({
        javascript: outcomeSchema,
        typescript: outcomeSchema,
        go: outcomeSchema,
        rust: outcomeSchema,
      }),
    }),
  ),
});

/** A document of mistakes (`bakeoff/mistakes@1`) as evidence. */
export function readMistakes(document: unknown): Read<MistakesEvidence> {
  const read = mistakesSchema.safeParse(document);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const { made, mistakes } = read.data;
  return {
    ok: true,
    value: {
      date: made,
      mistakes: mistakes.map(({ id, seen }) => ({
        id,
        seen: {
          javascript: outcomeOf(seen.javascript),
          typescript: outcomeOf(seen.typescript),
          go: outcomeOf(seen.go),
          rust: outcomeOf(seen.rust),
        },
      })),
    },
  };
}

/** A rule that is off unless asked for does not count as a linter's. */
function outcomeOf(outcome: z.output<typeof outcomeSchema>): MistakeOutcome {
  if (outcome.kind === 'never') return 'never';
  if (outcome.kind === 'not expressible') return 'not-expressible';
  if (outcome.beyondDefaults) return 'elsewhere';
  return outcome.stage === 'build' || outcome.stage === 'lint' ? outcome.stage : 'elsewhere';
}
