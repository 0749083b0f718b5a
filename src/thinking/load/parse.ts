import { z } from 'zod';

import { written } from '../definition/written.ts';
import { parseRate, parseShareOfSlowest, RATE_RULE, SHARE_OF_SLOWEST_RULE } from '../quantity/parse.ts';
import type { Parsed } from '../quantity/quantity.ts';
import type { Load, OfferedRate } from './load.ts';

const HALF_OF_SLOWEST: OfferedRate = { kind: 'share-of-slowest', share: 0.5 };
const CONNECTIONS = 64;

/** Poisson at half of what the slowest can do, over 64 connections: what a scenario without `load:` gets. */
export const DEFAULT_LOAD: Load = {
  arrivals: { kind: 'poisson', rate: HALF_OF_SLOWEST },
  connections: CONNECTIONS,
  inFlight: null,
};

const OFFERED_RULE = `${RATE_RULE}, or ${SHARE_OF_SLOWEST_RULE}`;

function parseOfferedRate(text: string): Parsed<OfferedRate> {
  const rate = parseRate(text);
  if (rate.ok) return { ok: true, value: { kind: 'absolute', perSecond: rate.value } };
  const share = parseShareOfSlowest(text);
  if (share.ok) return { ok: true, value: { kind: 'share-of-slowest', share: share.value } };
  return { ok: false, expected: OFFERED_RULE };
}

const loadShape = z.strictObject({
  arrivals: z.enum(['poisson', 'constant', 'closed']).default('poisson'),
  rate: written(OFFERED_RULE, parseOfferedRate).optional(),
  connections: z.int().min(1).max(65_536).default(CONNECTIONS),
  in_flight: z.int().min(1).optional(),
});

/** `load:` of a scenario. A closed loop has no rate: each connection sends when its answer is in. */
export const loadSchema: z.ZodType<Load, z.input<typeof loadShape>> = loadShape.transform((wire, context): Load => {
  const { connections, in_flight: inFlight = null } = wire;
  if (inFlight !== null && inFlight > connections) {
    const message = `at most one request a connection: ${connections}`;
    context.addIssue({ code: 'custom', message, path: ['in_flight'], params: { hint: null }, input: wire.in_flight });
  }
  if (wire.arrivals !== 'closed') {
    const rate = wire.rate ?? HALF_OF_SLOWEST;
    return { arrivals: { kind: wire.arrivals, rate }, connections, inFlight };
  }
  if (wire.rate !== undefined) {
    const message = 'no rate in a closed loop, where the answers set the pace';
    const hint = 'take the rate away, or write arrivals: poisson';
    context.addIssue({ code: 'custom', message, path: ['rate'], params: { hint }, input: wire.rate });
  }
  return { arrivals: { kind: 'closed' }, connections, inFlight };
});
