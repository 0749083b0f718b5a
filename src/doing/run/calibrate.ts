import { median } from '../../thinking/estimate/centre.ts';
import type { ContenderFailure, VoidReason } from '../../thinking/measurement/failure.ts';
import { cpuPerRequestUs } from '../../thinking/measurement/metric.ts';
import { BUSY, ownName } from '../../thinking/measurement/reading.ts';
import { requestsToWarm, warmUpOf, type PilotSecond, type WarmUp } from '../../thinking/pilot/steady-state.ts';
import { BUSY_SHARE, OWN_SHARES } from '../../thinking/plan/further.ts';
import { mostOffered } from '../../thinking/plan/generator-room.ts';
import type { Profile } from '../../thinking/plan/plan.ts';
import type { Load } from '../../thinking/load/load.ts';
import type { PhasePlan } from '../generator/generator.ts';
import type { Measured } from '../trial/halt.ts';
import type { Piloted } from '../trial/pilot.ts';
import type { RoundPhases, SearchSpec, SurgePlan } from '../trial/trial.ts';
import type { Rates } from './run.ts';

/** What calibration learnt of one contender: its rate in a closed loop and how it warms up, or why it takes no part. */
export type Calibrated =
  | { readonly kind: 'rate'; readonly contender: string; readonly perSecond: number; readonly warmUp: WarmUp }
  | { readonly kind: 'failed'; readonly contender: string; readonly failure: ContenderFailure }
  | { readonly kind: 'void'; readonly contender: string; readonly reason: VoidReason };

type Rated = Extract<Calibrated, { kind: 'rate' }>;

/** The last seconds of a pilot, whose rates count: by then most of what warms up is warm. */
const LAST_SECONDS = 3;

/** Reads a pilot. Seconds that were disturbed are not left out: the median stands one of them, and no figure of it is quoted. */
export function calibratedOf(contender: string, pilot: Measured<readonly Piloted[]>): Calibrated {
  if (!pilot.ok) return { contender, ...pilot.stop };
  const perSecond = median(pilot.value.slice(-LAST_SECONDS).flatMap(({ phase }) => phase.achievedPerS ?? []));
  if (perSecond === null) return { kind: 'failed', contender, failure: nothingAnswered(pilot.value) };
  return { kind: 'rate', contender, perSecond, warmUp: warmUpOf(secondsOf(pilot.value)) };
}

/** CPU is divided by how slow the core was, where all seconds tell: a stranger who comes or goes is no warming up. */
function secondsOf(pilot: readonly Piloted[]): readonly PilotSecond[] {
  const watched = pilot.flatMap(({ phase }) => phase.surroundings?.watched?.meanNs ?? []);
  const unitOf = (second: number): number => (watched.length === pilot.length ? (watched[second] ?? 1) : 1);
  return pilot.map(({ phase, memoryMiB }, second) => ({
    requests: phase.books.correct,
    cost: (cpuPerRequestUs(phase) ?? 0) / unitOf(second),
    memoryMiB,
  }));
}

function nothingAnswered(seconds: readonly Piloted[]): ContenderFailure {
  const planned = seconds.reduce((sum, { phase }) => sum + phase.books.planned, 0);
  return { kind: 'failed-under-load', phase: 'pilot', failed: planned, of: planned, by: {} };
}

/**
 * The rate offered to all: the scenario's own, or its share of the slowest contender's rate. Everything but the load is paired
 * by block, so the load must be one number. Null when no contender showed a rate.
 */
export function ratesOf(
  load: Load,
  profile: Profile,
  calibrated: readonly Calibrated[],
  ceilingPerS: number,
): Rates | null {
  const rates = calibrated.flatMap((one) => (one.kind === 'rate' && one.perSecond > 0 ? [one] : []));
  const slowest = rates.reduce<Rated | null>(
    (least, one) => (least === null || one.perSecond < least.perSecond ? one : least),
    null,
  );
  if (slowest === null) return null;
  const wanted = offered(load, slowest.perSecond);
  const mostPerS = mostOffered(ceilingPerS);
  const most = isShare(load) ? mostPerS : wanted;
  const busy = BUSY_SHARE * slowest.perSecond;
  return {
    steadyPerS: roundDown(Math.min(wanted, most)),
    cappedFromPerS: wanted > most ? roundDown(wanted) : null,
    // Where the generator has no room for it there is no busy rate: a lower one under its name would be another question.
    busyPerS: isShare(load) && busy <= mostPerS ? roundDown(busy) : null,
    ownPerS: Object.fromEntries(rates.map(({ contender, perSecond }) => [contender, perSecond])),
    mostPerS,
    slowest: slowest.contender,
    slowestPerS: slowest.perSecond,
    warmUpRequests: warmUpRequests(rates, slowest.perSecond, profile),
    warmUps: Object.fromEntries(rates.map(({ contender, warmUp }) => [contender, warmUp])),
  };
}

/**
 * Requests of each warm-up: as many as the contender that needs most of them, and no fewer than the slowest answers in the profile's
 * time. Where that would take the slowest more than six times as long, it is cut there, and the report says who was not warm.
 */
function warmUpRequests(rates: readonly Rated[], slowestPerS: number, { warmUpMs }: Profile): number {
  const least = (slowestPerS * warmUpMs) / 1000;
  const needed = Math.max(least, ...rates.flatMap(({ warmUp }) => requestsToWarm(warmUp) ?? []));
  return Math.max(1, Math.round(Math.min(needed, MOST_TIMES * least)));
}

/** So many times as long as the profile says a warm-up may take. */
const MOST_TIMES = 6;

/** A share is taken only as far as the generator has room. A rate the user names is offered as it is, or refused before. */
function isShare({ arrivals }: Load): boolean {
  return arrivals.kind !== 'closed' && arrivals.rate.kind === 'share-of-slowest';
}

function offered(load: Load, slowestPerS: number): number {
  if (load.arrivals.kind === 'closed') return slowestPerS;
  const { rate } = load.arrivals;
  return rate.kind === 'absolute' ? rate.perSecond : rate.share * slowestPerS;
}

/** Two digits are enough to quote and to compare between runs; rounding down keeps to the promised share. */
function roundDown(rate: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1);
  return Math.max(1, Math.floor(rate / unit) * unit);
}

/**
 * The phases of a contender's measured round. Warm-up is a number of requests, equal for all, so that nobody is warmer; its time is
 * bounded at six times what the slowest needed when calibrated.
 */
export function phasesOf(load: Load, profile: Profile, rates: Rates, contender: string): RoundPhases {
  const { arrivals } = load;
  const steady: PhasePlan =
    arrivals.kind === 'closed'
      ? { id: 'steady', arrivals: { kind: 'closed', requests: null }, forMs: profile.steadyMs }
      : { id: 'steady', arrivals: { kind: arrivals.kind, ratePerS: rates.steadyPerS }, forMs: profile.steadyMs };
  return {
    ...furtherOf(load, profile, rates, contender),
    warmUp: {
      id: 'warm-up',
      arrivals: { kind: 'closed', requests: rates.warmUpRequests },
      forMs: profile.warmUpMs * MOST_TIMES,
    },
    steady,
    peak: { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: profile.peakMs },
    surge: surgeOf(load, rates),
  };
}

/** Null where the scenario asks for none. Its rate is known once the round has its peak. */
function surgeOf({ arrivals, surge }: Load, { mostPerS }: Rates): SurgePlan | null {
  if (surge === null || arrivals.kind === 'closed' || mostPerS === null) return null;
  return { ...surge, each: arrivals.kind, mostPerS };
}

/** The loads beside; none in a closed loop, which has no rate, nor where the generator has no room for one. */
function furtherOf(
  { arrivals }: Load,
  { further }: Profile,
  { busyPerS, ownPerS, mostPerS }: Rates,
  contender: string,
): Pick<RoundPhases, 'busy' | 'own'> {
  if (further === null || arrivals.kind === 'closed' || mostPerS === null) return { busy: null, own: [] };
  const { kind } = arrivals;
  const forMs = further.phaseMs;
  const own = ownPerS[contender] ?? null;
  const shares = own === null ? [] : OWN_SHARES.map((share) => ({ share, ratePerS: share * own }));
  return {
    busy: busyPerS === null ? null : { id: BUSY, arrivals: { kind, ratePerS: busyPerS }, forMs },
    own: shares
      .filter(({ ratePerS }) => ratePerS <= mostPerS)
      .map(({ share, ratePerS }) => ({ share, plan: { id: ownName(share), arrivals: { kind, ratePerS }, forMs } })),
  };
}

/** How a round searches for the capacity; null in a closed loop, which has no rate to search for. */
export function searchOf({ arrivals }: Load, { mostPerS }: Rates): SearchSpec | null {
  return arrivals.kind === 'closed' || mostPerS === null ? null : { arrivals: arrivals.kind, mostPerS };
}
