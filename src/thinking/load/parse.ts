import { z } from 'zod';

import { written } from '../definition/written.ts';
import {
  OVERLOAD_RULE,
  parseDuration,
  parseOverload,
  parseRate,
  parseShareOfSlowest,
  RATE_RULE,
  SHARE_OF_SLOWEST_RULE,
} from '../quantity/parse.ts';
import type { Parsed } from '../quantity/quantity.ts';
import type { Load, OfferedRate, SurgeLoad } from './load.ts';

const HALF_OF_SLOWEST: OfferedRate = { kind: 'share-of-slowest', share: 0.5 };
const CONNECTIONS = 64;

/** Poisson at half of what the slowest can do, over 64 connections: what a scenario without `load:` gets. */
export const DEFAULT_LOAD: Load = {
  arrivals: { kind: 'poisson', rate: HALF_OF_SLOWEST },
  connections: CONNECTIONS,
  inFlight: null,
  surge: null,
};

const OFFERED_RULE = `${RATE_RULE}, or ${SHARE_OF_SLOWEST_RULE}`;

function parseOfferedRate(text: string): Parsed<OfferedRate> {
  const rate = parseRate(text);
  if (rate.ok) return { ok: true, value: { kind: 'absolute', perSecond: rate.value } };
  const share = parseShareOfSlowest(text);
  if (share.ok) return { ok: true, value: { kind: 'share-of-slowest', share: share.value } };
  return { ok: false, expected: OFFERED_RULE };
}

const DEFAULT_SURGE: SurgeLoad = { share: 1.5, forS: 3, recoveryS: 6 };
const MOST_SECONDS = 60;
const SECONDS_RULE = `whole seconds such as 3 s, from 1 s to ${MOST_SECONDS} s`;

function parseSeconds(text: string): Parsed<number> {
  const duration = parseDuration(text);
  const seconds = duration.ok ? duration.value / 1000 : 0;
  const fits = Number.isInteger(seconds) && seconds >= 1 && seconds <= MOST_SECONDS;
  return fits ? { ok: true, value: seconds } : { ok: false, expected: SECONDS_RULE };
}

const surgeShape = z
  .strictObject({
    share: written(OVERLOAD_RULE, parseOverload).optional(),
    for: written(SECONDS_RULE, parseSeconds).optional(),
    recovery: written(SECONDS_RULE, parseSeconds).optional(),
  })
  .transform((wire): SurgeLoad => ({
    share: wire.share ?? DEFAULT_SURGE.share,
    forS: wire.for ?? DEFAULT_SURGE.forS,
    recoveryS: wire.recovery ?? DEFAULT_SURGE.recoveryS,
  }));

const loadShape = z.strictObject({
  arrivals: z.enum(['poisson', 'constant', 'closed']).default('poisson'),
  rate: written(OFFERED_RULE, parseOfferedRate).optional(),
  connections: z.int().min(1).max(65_536).default(CONNECTIONS),
  in_flight: z.int().min(1).optional(),
  surge: surgeShape.optional(),
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
    return { arrivals: { kind: wire.arrivals, rate }, connections, inFlight, surge: wire.surge ?? null };
  }
  if (wire.rate !== undefined) {
    const message = 'no rate in a closed loop, where the answers set the pace';
    const hint = 'take the rate away, or write arrivals: poisson';
    context.addIssue({ code: 'custom', message, path: ['rate'], params: { hint }, input: wire.rate });
  }
  if (wire.surge !== undefined) {
    const message = 'no surge in a closed loop, which never offers more than is answered';
    const hint = 'take the surge away, or write arrivals: poisson';
    context.addIssue({ code: 'custom', message, path: ['surge'], params: { hint }, input: wire.surge });
  }
  return { arrivals: { kind: 'closed' }, connections, inFlight, surge: null };
});
