import { z } from 'zod';
import { GENERATOR_VERDICTS } from '../../thinking/measurement/phase.ts';
import type { PhaseReport } from './generator.ts';

const count = z.number().int().nonnegative();
const value = z.number().nullable();
const percentiles = z.object({ p50: value, p90: value, p99: value, p99_9: value, max: value });
const NONE = { p50: null, p90: null, p99: null, p99_9: null, max: null };

/**
 * What a phase of rooms came to, told as any other phase: what counts as one request is one delivery, a message to one of its receivers.
 * So a rate is of deliveries, a response time runs from the moment a message was due until one receiver has it, and CPU per request is
 * that of a delivery. A delivery that nobody is owed, or that comes behind a later message of its sender, is a wrong answer; one that
 * never comes has failed, and is wrong where no connection was lost; a message that could not be sent is shed as often as it has receivers.
 */
export const roomsReport = z
  .object({
    verdict: z.enum(GENERATOR_VERDICTS),
    reasons: z.array(z.string()),
    partial: z.boolean(),
    balanced: z.boolean(),
    planned: count,
    unsent: count,
    receivers: count,
    expected: count,
    delivered: count,
    lost: count,
    duplicates: count,
    strangers: count,
    unreadable: count,
    reordered: count,
    lost_connections: count,
    protocol_errors: count,
    offered_per_s: value,
    delivered_per_s: value,
    took_s: value,
    delay_ms: percentiles.nullable(),
    transit_ms: percentiles.nullable(),
    send_lag_us: percentiles.nullable(),
    cpu_us_per_delivery: value,
    histograms: z.object({ delay: z.string().nullable(), transit: z.string().nullable() }),
  })
  .transform((wire): PhaseReport => {
    const { duplicates, strangers, unreadable, reordered, lost, unsent, receivers } = wire;
    const owedToNobody = duplicates + strangers + unreadable;
    // A connection that stands loses nothing: what never came over it was never sent, or spoilt.
    const dropped = wire.lost_connections === 0 ? lost : 0;
    return {
      verdict: wire.verdict,
      reasons: wire.reasons,
      partial: wire.partial,
      balanced: wire.balanced,
      planned: wire.expected + unsent * receivers + owedToNobody,
      correct: wire.delivered - reordered,
      wrong: owedToNobody + reordered + dropped,
      failed: lost - dropped,
      shed: unsent * receivers,
      unfinished: 0,
      wrongBy: nonZero({ duplicates, strangers, unreadable, reordered, dropped }),
      failedBy: nonZero({ lost: lost - dropped, 'protocol errors': wire.protocol_errors }),
      tookS: wire.took_s,
      offeredPerS: wire.offered_per_s === null ? null : wire.offered_per_s * receivers,
      achievedPerS: wire.delivered_per_s,
      responseMs: plain(wire.delay_ms),
      serviceMs: plain(wire.transit_ms) ?? NONE,
      // A room that waits for its last receiver keeps fewer deliveries under way than it has receivers: no book to check.
      meanServiceMs: null,
      sendLagP99Us: wire.send_lag_us?.p99 ?? null,
      cpuUsPerRequest: wire.cpu_us_per_delivery,
      parts: {},
      // Who sends what, and when, follows from seed and phase alone; their number tells whether all of it was.
      draws: `${wire.planned} messages`,
      histograms: { response: wire.histograms.delay, service: wire.histograms.transit },
    };
  });

function plain(wire: z.infer<typeof percentiles> | null): z.infer<typeof percentiles> | null {
  if (wire === null) return null;
  const { p50, p90, p99, p99_9, max } = wire;
  return { p50, p90, p99, p99_9, max };
}

function nonZero(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, one]) => one > 0));
}
