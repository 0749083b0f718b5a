import { z } from 'zod';
import { GENERATOR_VERDICTS } from '../../thinking/measurement/phase.ts';
import type { PhaseReport } from './generator.ts';
import { NONE, percentile, percentiles } from './parse-times.ts';

const count = z.number().int().nonnegative();

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
    misnumbered: count,
    lost_connections: count,
    protocol_errors: count,
    offered_per_s: percentile,
    delivered_per_s: percentile,
    took_s: percentile,
    delay_ms: percentiles.nullable(),
    transit_ms: percentiles.nullable(),
    send_lag_us: percentiles.nullable(),
    cpu_us_per_delivery: percentile,
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
      // A number may be wrong beside an order, so what is misnumbered is no part of the sum.
      wrongBy: nonZero({ duplicates, strangers, unreadable, reordered, dropped, misnumbered: wire.misnumbered }),
      failedBy: nonZero({ lost: lost - dropped, 'protocol errors': wire.protocol_errors }),
      tookS: wire.took_s,
      offeredPerS: wire.offered_per_s === null ? null : wire.offered_per_s * receivers,
      achievedPerS: wire.delivered_per_s,
      responseMs: wire.delay_ms,
      serviceMs: wire.transit_ms ?? NONE,
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

function nonZero(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, one]) => one > 0));
}
