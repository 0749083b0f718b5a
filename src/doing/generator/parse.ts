import { z } from 'zod';
import type { Delivery } from '../../thinking/contract/deliveries.ts';
import { GENERATOR_VERDICTS, type OperationPart, type Percentiles } from '../../thinking/measurement/phase.ts';
import type { PhaseReport, PhaseSecond, SampledBody } from './generator.ts';
import { roomsReport } from './parse-rooms.ts';
import { second } from './parse-second.ts';
import { NONE, percentile, percentiles } from './parse-times.ts';

/** An event of the generator that a round acts on. Others (connected, end) are for people and are let pass. */
export type GeneratorEvent =
  | { readonly kind: 'waiting'; readonly phase: string }
  | { readonly kind: 'bodies'; readonly phase: string; readonly bodies: readonly SampledBody[] }
  | { readonly kind: 'deliveries'; readonly phase: string; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'second'; readonly phase: string; readonly second: PhaseSecond }
  | { readonly kind: 'phase'; readonly phase: string; readonly report: PhaseReport }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'other' };

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);
/** The mean has a place of its own: only a check of the books reads it. */
function serviceOf(wire: (Percentiles & { readonly mean: number | null }) | null): Percentiles {
  if (wire === null) return NONE;
  const { p50, p90, p99, p99_9, max } = wire;
  return { p50, p90, p99, p99_9, max };
}

const part = z
  .object({
    correct: count,
    wrong: count,
    failed: count,
    shed: count,
    unfinished: count,
    response_ms: percentiles.nullable(),
    service_ms: percentiles.nullable(),
    first_byte_ms: percentiles.nullable().default(null),
    gap_ms: percentiles.nullable().default(null),
  })
  .transform(
    ({
      response_ms: responseMs,
      service_ms: serviceMs,
      first_byte_ms: firstMs,
      gap_ms: gapMs,
      ...counted
    }): OperationPart => ({
      ...counted,
      responseMs,
      serviceMs: serviceMs ?? NONE,
      pieces: firstMs === null ? null : { firstMs, gapMs: gapMs ?? NONE },
    }),
  );

const report = z
  .object({
    verdict: z.enum(GENERATOR_VERDICTS),
    reasons: z.array(z.string()),
    partial: z.boolean(),
    balanced: z.boolean(),
    planned: count,
    correct: count,
    wrong: count,
    failed: count,
    shed: count,
    unfinished: count,
    wrong_by: counts,
    failed_by: counts,
    took_s: z.number().nullable(),
    offered_per_s: z.number().nullable(),
    achieved_per_s: z.number().nullable(),
    response_ms: percentiles.nullable(),
    service_ms: percentiles.extend({ mean: percentile.default(null) }).nullable(),
    send_lag_us: percentiles.nullable(),
    cpu_us_per_request: z.number().nullable(),
    by_operation: z.record(z.string(), part),
    draws: z.string(),
    histograms: z.object({ response: z.string().nullable(), service: z.string().nullable() }),
  })
  .transform((wire): PhaseReport => ({
    verdict: wire.verdict,
    reasons: wire.reasons,
    partial: wire.partial,
    balanced: wire.balanced,
    planned: wire.planned,
    correct: wire.correct,
    wrong: wire.wrong,
    failed: wire.failed,
    shed: wire.shed,
    unfinished: wire.unfinished,
    wrongBy: wire.wrong_by,
    failedBy: wire.failed_by,
    tookS: wire.took_s,
    offeredPerS: wire.offered_per_s,
    achievedPerS: wire.achieved_per_s,
    responseMs: wire.response_ms,
    serviceMs: serviceOf(wire.service_ms),
    meanServiceMs: wire.service_ms?.mean ?? null,
    sendLagP99Us: wire.send_lag_us?.p99 ?? null,
    cpuUsPerRequest: wire.cpu_us_per_request,
    parts: wire.by_operation,
    draws: wire.draws,
    histograms: wire.histograms,
  }));

const body = z
  .object({ k: count, operation: z.string(), variant: count, status: count.nullable(), body_base64: z.string() })
  .transform(({ body_base64: encoded, ...rest }): SampledBody => ({
    ...rest,
    body: Buffer.from(encoded, 'base64').toString('utf8'),
  }));

const delivery = z
  .object({ member: count, body_base64: z.string() })
  .transform(({ member, body_base64: encoded }): Delivery => {
    return { member, text: Buffer.from(encoded, 'base64').toString('utf8') };
  });

const event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('waiting'), phase: z.string() }),
  z.object({ event: z.literal('bodies'), phase: z.string(), bodies: z.array(body) }),
  z.object({ event: z.literal('deliveries'), phase: z.string(), deliveries: z.array(delivery) }),
  z.object({ event: z.literal('phase'), phase: z.string(), result: z.union([report, roomsReport]) }),
  z.object({ event: z.literal('error'), message: z.string() }),
]);

const OURS = new Set(['waiting', 'bodies', 'deliveries', 'second', 'phase', 'error']);

/** Reads one line of the generator. A line that does not hold what its event promises is a bug on one side, and throws. */
export function parseEvent(line: string): GeneratorEvent {
  const document: unknown = JSON.parse(line);
  const name = z.object({ event: z.string() }).parse(document).event;
  if (!OURS.has(name)) return { kind: 'other' };
  if (name === 'second') {
    const { phase } = z.object({ phase: z.string() }).parse(document);
    return { kind: 'second', phase, second: second.parse(document) };
  }
  const wire = event.parse(document);
  switch (wire.event) {
    case 'waiting':
      return { kind: 'waiting', phase: wire.phase };
    case 'deliveries':
      return { kind: 'deliveries', phase: wire.phase, deliveries: wire.deliveries };
    case 'bodies':
      return { kind: 'bodies', phase: wire.phase, bodies: wire.bodies };
    case 'phase':
      return { kind: 'phase', phase: wire.phase, report: wire.result };
    case 'error':
      return { kind: 'error', message: wire.message };
  }
}
