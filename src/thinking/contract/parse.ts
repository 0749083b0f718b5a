import { z } from 'zod';

import type { ExpectedAnswer } from './contract.ts';

const STATUS_RULE = 'an HTTP status from 200 to 599';
const TYPE_RULE = 'a media type without parameters, such as application/json';

const answerShape = z.strictObject({
  status: z.int({ error: STATUS_RULE }).min(200, STATUS_RULE).max(599, STATUS_RULE).default(200),
  type: z
    .string({ error: TYPE_RULE })
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/u, TYPE_RULE)
    .nullable()
    .default(null),
  json: z.json().optional(),
  exact: z.boolean().default(false),
});

/** `answer:` of an operation or a case. Without it, or without its keys: status 200, any type, any body. */
export const answerSchema: z.ZodType<ExpectedAnswer, z.input<typeof answerShape>> = answerShape.transform((wire) => ({
  status: wire.status,
  type: wire.type === null ? null : wire.type.toLowerCase(),
  ...(wire.json === undefined ? {} : { json: wire.json }),
  exact: wire.exact,
}));
