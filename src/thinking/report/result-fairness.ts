import * as z from 'zod';

const whole = z.int().min(0);
const text = z.string();
const times = z.number();

/** Commands to the database for each answer. */
const perAnswer = z.object({
  execute: times,
  query: times,
  prepare: times,
  close: times,
  reset: times,
  ping: times.describe('pings and resets of the connection, which the server does not part'),
});

/** The fairness ledger in `bakeoff/result@1`. */
export const fairness = z
  .object({
    seen: z.array(
      z.object({
        scenario: text,
        contender: text,
        version: text.nullable(),
        built: z.array(z.array(text)).nullable().describe('the commands that built it, each as its words'),
        processes: whole,
        threads: z.number().nullable(),
        cores: z.array(whole).nullable(),
        settings: z
          .record(text, text)
          .nullable()
          .describe('what concerns the runtime, as its first process was started'),
        database: z
          .object({
            connections: whole,
            opened_under_load: whole,
            over_tls: whole.nullable().describe('connections opened over TLS since it was started'),
            prepared_before: whole,
            per_answer: perAnswer,
          })
          .nullable(),
        upstream_per_answer: times.nullable().describe('requests that the upstream counted; null without one'),
        printed_per_answer: times.nullable().describe('bytes on standard output and error for each answer'),
        answer: z
          .object({
            head_bytes: whole,
            body_bytes: whole,
            headers: z.array(text),
            framing: z.enum(['length', 'chunked', 'until-closed']),
            keeps_alive: z.boolean(),
            encoding: text.nullable(),
          })
          .nullable(),
      }),
    ),
    unequal: z.array(
      z.object({
        scenario: text,
        condition: text,
        values: z.array(z.object({ contender: text, value: text })),
        text,
      }),
    ),
  })
  .describe('what each contender was seen to run with in its pilot, and where they were unequal');
