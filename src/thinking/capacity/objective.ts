import type { VoidReason } from '../measurement/failure.ts';
import { responseTimes } from '../measurement/metric.ts';
import type { GeneratorVerdict, Phase } from '../measurement/phase.ts';

/** What a capacity is asked at; the config's objective, as the plan holds it. */
interface Objective {
  readonly p99Ms: number;
  /** Share of the planned requests. */
  readonly errors: number;
}

/** By what an attempt missed the objective. */
export type Shortfall =
  | { readonly kind: 'errors'; readonly errors: number; readonly of: number }
  | { readonly kind: 'saturated'; readonly reasons: readonly string[] }
  | { readonly kind: 'slow'; readonly p99Ms: number };

/** Why an attempt yields no evidence: as a round, or since too few of its requests were answered for a p99. */
export type NoEvidence = VoidReason | { readonly kind: 'thin-tail'; readonly correct: number };

/** What an attempt came to. Its `kind` is all that a search looks at. */
export type Outcome =
  | { readonly kind: 'passed'; readonly p99Ms: number }
  | { readonly kind: 'failed'; readonly by: Shortfall }
  | { readonly kind: 'void'; readonly reason: NoEvidence };

/** Verdicts by which the figures are not the contender's. */
const NOT_THE_CONTENDERS: readonly GeneratorVerdict[] = ['void', 'noisy-host', 'generator-limited'];

/**
 * Whether a contender met the objective in an open loop at one rate. The outcome depends on this and nothing else, in this order:
 *
 * 1. *void*: a gate says so (`disturbed`, from `verdict/gates.ts`: strangers' CPU, steal, memory, clocks, as for a steady phase), or
 *    the generator says of itself that it was late or that others took its core. Gates come first and do not look at what was
 *    measured: to void only those disturbed attempts that failed would be to choose the passing ones.
 * 2. *failed*, errors: more than `objective.errors` of the planned requests got no correct answer, those that were shed or never
 *    answered among them.
 * 3. *failed*, saturated: the generator says that the queue grew and the server was slower under it. Then the p99 is that of the
 *    attempt's length: twice as long, it would be twice as high, so it is no p99 of this rate, be it below the limit yet or not.
 * 4. *void*, thin tail: no p99 is known, since fewer than 3,000 answers are correct. `attemptMs` plans for more.
 * 5. *failed*, slow: p99 of the response times, from the moment each request was due, is above `objective.p99Ms`. Else *passed*.
 *
 * *Connection-limited* is judged like valid. All contenders have the scenario's connections, as in a peak, and it is slow answers that
 * fill them; a request that waits for one is being timed, so the p99 says what users at these connections met. To fail such an attempt
 * outright would fail rates that were kept at a p99 within the objective, since the verdict is also given where one request in a
 * hundred found all connections busy; to void it would leave contenders that wait a lot (for an upstream, a database) without a
 * capacity. Where the connections cannot carry the rate, the wait grows, and past the length that `attemptMs` gives it shows in the p99.
 */
export function meets(
  objective: Objective,
  phase: Pick<Phase, 'books' | 'generator' | 'responseMs' | 'parts' | 'timesOf'>,
  disturbed: VoidReason | null,
): Outcome {
  if (disturbed !== null) return { kind: 'void', reason: disturbed };
  const { books, generator } = phase;
  const { verdict, reasons } = generator;
  if (NOT_THE_CONTENDERS.includes(verdict)) {
    return { kind: 'void', reason: { kind: 'generator', phase: 'capacity', verdict, reasons } };
  }
  const { planned, correct } = books;
  const errors = planned - correct;
  if (errors > objective.errors * planned) return { kind: 'failed', by: { kind: 'errors', errors, of: planned } };
  if (verdict === 'server-saturated') return { kind: 'failed', by: { kind: 'saturated', reasons } };
  const p99Ms = responseTimes(phase)?.p99 ?? null;
  if (p99Ms === null) return { kind: 'void', reason: { kind: 'thin-tail', correct } };
  return p99Ms > objective.p99Ms ? { kind: 'failed', by: { kind: 'slow', p99Ms } } : { kind: 'passed', p99Ms };
}

/** Correct answers that a p99 needs, and a tenth more: the number of Poisson arrivals scatters by some 2 %. */
const ENOUGH = 3300;

/**
 * Offered one step above what it carries, a server's queue grows by 5 % of the time that passes, and the last hundredth waits for
 * 0.05 × 0.99 of it: 20 times the limit is the least in which that shows. A quarter more, for what a buffer swallows at first.
 */
const TIMES_THE_LIMIT = 25;

/** Errors that are allowed are planned for, up to a half. */
const MOST_ERRORS = 0.5;

/** How long an attempt at this rate lasts: at least so long, and long enough for a p99 and for one step too many to show in it. */
export function attemptMs(objective: Objective, perSecond: number, leastMs: number): number {
  const requests = ENOUGH / (1 - Math.min(objective.errors, MOST_ERRORS));
  return Math.ceil(Math.max(leastMs, (1000 * requests) / perSecond, TIMES_THE_LIMIT * objective.p99Ms));
}
