import { z } from 'zod';
import type { HeldKind, HeldLoad } from './scenario.ts';

const KINDS = ['waiting', 'idle', 'websocket'] as const satisfies readonly HeldKind[];
const PATH_RULE = 'a path that begins with /, in printable ASCII without spaces';
const COUNTS_RULE = 'numbers of connections, rising, two or more, from 1 to 60000, such as [100, 1000, 10000]';
const ENV_RULE = 'a name of capital letters, digits and _';
const MOST = 60_000;

const path = z.string().regex(/^\/[!$%&'()*+,/:;=?@\w.~-]*$/u, PATH_RULE);

/** `held:` of a scenario: one of `waiting`, `idle` and `websocket` with a path, and how many. */
export const heldSchema = z
  .strictObject({
    waiting: path.optional(),
    idle: path.optional(),
    websocket: path.optional(),
    counts: z
      .array(z.int({ error: COUNTS_RULE }).min(1, COUNTS_RULE).max(MOST, COUNTS_RULE))
      .min(2, COUNTS_RULE)
      .refine((counts) => counts.every((count, at) => at === 0 || count > (counts[at - 1] ?? 0)), COUNTS_RULE),
    env: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/u, ENV_RULE), z.string()).default({}),
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
