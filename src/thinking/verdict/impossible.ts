import type { VoidReason } from '../measurement/failure.ts';
import type { Phase } from '../measurement/phase.ts';
import type { GateLimits } from './limits.ts';

/** With fewer answers than this the ramp and the drain of a phase weigh too much for Little's law to be held against it. */
const LEAST_ANSWERS = 1000;
/**
 * Figures of one phase that cannot all be true, or null. Then a counter, a clock or a histogram is wrong, whichever it is.
 *
 * By Little's law (1961) the requests in flight are the rate times the mean service time; in a closed loop they are its
 * connections, all of them until its end. What was in flight then is answered after it, and its service time is in the mean: where
 * some requests take a large part of the phase, as heavy ones in a queue do, that weighs. So the sum of all service times is held
 * against the connections over the whole time to the last answer, which it cannot exceed; and over the issuing alone it cannot be
 * less than they make. How long that was follows from the rate, which is of answers before its end, and from their number: all but one a
 * connection, which was in flight then.
 *
 * Between reading an answer and sending the next request a connection is with the generator, which is at work meanwhile: so of its time no
 * larger share is spent there than the generator works, and by as much the least is lower. At 110,000/s over 64 connections, answered by
 * a server in Rust with 27 bytes, the generator worked for 80 % of the time and held 13 of them.
 *
 * A mean above the 99th percentile is no such thing: a server that stands still for a second in a closed loop has one, and to void
 * its rounds would hide its stalls. It is a caution (`cautions.ts`).
 */
export function impossibility(
  phase: string,
  { achievedPerS, meanServiceMs, books, offeredPerS, connections, tookS, cpu }: Phase,
  limits: GateLimits,
): VoidReason | null {
  if (meanServiceMs === null || offeredPerS !== null || connections === null || achievedPerS === null) return null;
  if (books.correct < LEAST_ANSWERS || books.correct !== books.planned) return null;
  const rate = (achievedPerS * meanServiceMs) / 1000;
  const most = tookS === null || tookS <= 0 ? rate : (books.correct * meanServiceMs) / 1000 / tookS;
  const before = books.correct - connections;
  const least = before <= 0 ? Infinity : (rate * books.correct) / before;
  const impossible = (inFlight: number): VoidReason => ({ kind: 'impossible', phase, connections, inFlight });
  if (most > connections * (1 + limits.inFlightShare)) return impossible(most);
  const withGenerator = cpu.wallS <= 0 ? 0 : Math.min(1, cpu.generatorS / cpu.wallS);
  return least < connections * (1 - limits.inFlightShare - withGenerator) ? impossible(least) : null;
}
