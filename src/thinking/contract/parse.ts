import { z } from 'zod';

import { EVENT_ORDERS, type ExpectedAnswer, type ExpectedBody } from './contract.ts';

const STATUS_RULE = 'an HTTP status from 200 to 599';
const TYPE_RULE = 'a media type without parameters, such as application/json';
const BODIES = ['json', 'events', 'bytes'] as const;

const answerShape = z.strictObject({
  status: z.int({ error: STATUS_RULE }).min(200, STATUS_RULE).max(599, STATUS_RULE).default(200),
  type: z
    .string({ error: TYPE_RULE })
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/u, TYPE_RULE)
    .nullable()
    .default(null),
  json: z.json().optional(),
  events: z.union([z.string(), z.array(z.json())]).optional(),
  order: z.enum(EVENT_ORDERS).optional(),
  bytes: z
    .strictObject({ length: z.union([z.int().min(0), z.string()]), crc32: z.union([z.int().min(0), z.string()]) })
    .optional(),
  exact: z.boolean().default(false),
});
type WireAnswer = z.infer<typeof answerShape>;

/** `answer:` of an operation or a case. Without it, or without its keys: status 200, any type, any body. */
export const answerSchema: z.ZodType<ExpectedAnswer, z.input<typeof answerShape>> = answerShape.transform(
  (wire, context) => {
    const given = BODIES.filter((key) => wire[key] !== undefined);
    const refuse = (path: readonly string[], message: string, hint: string): void =>
      context.addIssue({ code: 'custom', message, path: [...path], params: { hint }, input: wire });
    if (given.length > 1) refuse([], 'one body: json, events or bytes', `keep one of ${given.join(', ')}`);
    if (wire.order !== undefined && wire.events === undefined) {
      refuse(['order'], 'no order without events', 'take it away, or say which events');
    }
    return { status: wire.status, type: wire.type === null ? null : wire.type.toLowerCase(), body: bodyOf(wire) };
  },
);

function bodyOf({ json, events, order = 'given', bytes, exact }: WireAnswer): ExpectedBody {
  if (json !== undefined) return { kind: 'json', json, exact };
  if (events !== undefined) return { kind: 'events', events, order, exact };
  return bytes === undefined ? { kind: 'any' } : { kind: 'bytes', ...bytes };
}
