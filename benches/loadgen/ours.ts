import { z } from 'zod';
import type { Ran } from './arena.ts';

const percentiles = z.object({
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
  p99_9: z.number().nullable(),
  max: z.number(),
});

/** The fields of `loadgen/result@1` that benches and proofs look at. */
const result = z.object({
  verdict: z.string(),
  balanced: z.boolean(),
  planned: z.number(),
  correct: z.number(),
  failed: z.number(),
  offered_per_s: z.number().nullable(),
  achieved_per_s: z.number().nullable(),
  took_s: z.number().nullable(),
  response_ms: percentiles.nullable(),
  service_ms: percentiles.nullable(),
  send_lag_us: percentiles.nullable(),
  peak_memory_bytes: z.number(),
  draws: z.string(),
});

export type OurResult = z.infer<typeof result>;

/** Reads what `loadgen URL --json` printed; its own words where that is no result. */
export function ourResult(ran: Ran): OurResult {
  if (ran.output.trim() === '') throw new Error(`loadgen gave no result: ${ran.lastLines.join('; ')}`);
  return result.parse(JSON.parse(ran.output));
}

const event = z.object({ event: z.string(), phase: z.string().optional(), result: z.unknown().optional() });

/** The result of one phase among the events of a plan. */
export function phaseResult(ran: Ran, phase: string): OurResult {
  const events = ran.output.split('\n').map((line) => event.parse(JSON.parse(line)));
  const found = events.find((one) => one.event === 'phase' && one.phase === phase);
  if (found === undefined) throw new Error(`no result of phase ${phase}: ${ran.lastLines.join('; ')}`);
  return result.parse(found.result);
}
