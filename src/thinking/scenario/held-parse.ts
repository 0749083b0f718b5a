import { z } from 'zod';
import type { HeldKind, HeldLoad } from './scenario.ts';
import { envSchema, pathSchema } from './wire.ts';

const KINDS = ['waiting', 'idle', 'websocket'] as const satisfies readonly HeldKind[];
const COUNTS_RULE = 'numbers of connections, rising, two or more, from 1 to 60000, such as [100, 1000, 10000]';
const MOST = 60_000;

/** `held:` of a scenario: one of `waiting`, `idle` and `websocket` with a path, and how many. */
export const heldSchema = z
  .strictObject({
    waiting: pathSchema.optional(),
    idle: pathSchema.optional(),
    websocket: pathSchema.optional(),
    counts: z
      .array(z.int({ error: COUNTS_RULE }).min(1, COUNTS_RULE).max(MOST, COUNTS_RULE))
      .min(2, COUNTS_RULE)
      .refine((counts) => counts.every((count, at) => at === 0 || count > (counts[at - 1] ?? 0)), COUNTS_RULE),
    env: envSchema,
  })
  .transform((wire, context): HeldLoad => {
    const given = KINDS.flatMap((kind) => (wire[kind] === undefined ? [] : [{ kind, path: wire[kind] }]));
    const [one] = given;
    if (one === undefined || given.length > 1) {
      const message = `one of ${KINDS.join(', ')}`;
      context.addIssue({ code: 'custom', message, params: { hint: null }, input: wire });
      return z.NEVER;
    }
    return { ...one, counts: wire.counts, env: wire.env };
  });
