import type { VoidReason } from '../measurement/failure.ts';
import type { Phase } from '../measurement/phase.ts';
import type { GateLimits } from './limits.ts';

/** With fewer answers than this the ramp and the drain of a phase weigh too much for Little's law to be held against it. */
const LEAST_ANSWERS = 1000;

/**
 * Figures of one phase that cannot all be true, or null. Then a counter, a clock or a histogram is wrong, whichever it is.
 *
 * By Little's law (1961) the requests in flight are the rate times the mean service time; in a closed loop they are its
 * connections, all of them all the time.
 *
 * A mean above the 99th percentile is no such thing: a server that stands still for a second in a closed loop has one, and to void
 * its rounds would hide its stalls. It is a caution (`cautions.ts`).
 */
export function impossibility(
  phase: string,
  { achievedPerS, meanServiceMs, books, offeredPerS, connections }: Phase,
  limits: GateLimits,
): VoidReason | null {
  if (meanServiceMs === null || offeredPerS !== null || connections === null || achievedPerS === null) return null;
  if (books.correct < LEAST_ANSWERS || books.correct !== books.planned) return null;
  const inFlight = (achievedPerS * meanServiceMs) / 1000;
  const off = Math.abs(inFlight / connections - 1) > limits.inFlightShare;
  return off ? { kind: 'impossible', phase, connections, inFlight } : null;
}
