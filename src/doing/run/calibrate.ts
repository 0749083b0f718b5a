import type {
  ContenderFailure,
  Measurement,
  RoundOutcome,
  VoidReason,
} from '../../thinking/measurement/measurement.ts';
import { CALIBRATION } from '../../thinking/plan/duration.ts';
import { mostOffered } from '../../thinking/plan/generator-room.ts';
import type { Profile } from '../../thinking/plan/plan.ts';
import type { Load } from '../../thinking/load/load.ts';
import type { PhasePlan } from '../generator/generator.ts';
import type { Rates } from './run.ts';

/** Calibration in a closed loop: long enough for a first idea of a capacity, no longer. */
export const CALIBRATE: { readonly warmUp: PhasePlan; readonly steady: PhasePlan; readonly peak: PhasePlan } = {
  warmUp: { id: 'warm-up', arrivals: { kind: 'closed', requests: null }, forMs: CALIBRATION.warmUpMs },
  steady: { id: 'steady', arrivals: { kind: 'closed', requests: null }, forMs: CALIBRATION.steadyMs },
  peak: { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: CALIBRATION.peakMs },
};

/** What calibration learnt of one contender: its rate in a closed loop, or why it takes no part. */
export type Calibrated =
  | { readonly kind: 'rate'; readonly contender: string; readonly perSecond: number }
  | { readonly kind: 'failed'; readonly contender: string; readonly failure: ContenderFailure }
  | { readonly kind: 'void'; readonly contender: string; readonly reason: VoidReason };

/** Reads a calibration round. A void one still shows a rate where it got that far. */
export function calibratedOf(contender: string, outcome: RoundOutcome): Calibrated {
  switch (outcome.kind) {
    case 'failed':
      return { kind: 'failed', contender, failure: outcome.failure };
    case 'measured':
      return rateOf(contender, outcome.measurement);
    case 'void':
      if (outcome.measurement === null) return { kind: 'void', contender, reason: outcome.reason };
      return rateOf(contender, outcome.measurement);
  }
}

function rateOf(contender: string, { peak }: Measurement): Calibrated {
  const { achievedPerS, books } = peak;
  if (achievedPerS !== null) return { kind: 'rate', contender, perSecond: achievedPerS };
  const failure = {
    kind: 'failed-under-load',
    phase: 'peak',
    failed: books.planned,
    of: books.planned,
    by: {},
  } as const;
  return { kind: 'failed', contender, failure };
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
  const rates = calibrated.filter((one) => one.kind === 'rate' && one.perSecond > 0);
  const slowest = rates.reduce<Extract<Calibrated, { kind: 'rate' }> | null>(
    (least, one) => (one.kind === 'rate' && (least === null || one.perSecond < least.perSecond) ? one : least),
    null,
  );
  if (slowest === null) return null;
  const wanted = offered(load, slowest.perSecond);
  const most = isShare(load) ? mostOffered(ceilingPerS) : wanted;
  return {
    steadyPerS: roundDown(Math.min(wanted, most)),
    cappedFromPerS: wanted > most ? roundDown(wanted) : null,
    slowest: slowest.contender,
    slowestPerS: slowest.perSecond,
    warmUpRequests: Math.max(1, Math.round((slowest.perSecond * profile.warmUpMs) / 1000)),
  };
}

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
 * The phases of a measured round. Warm-up is a number of requests, equal for all, so that nobody is warmer; its time is bounded
 * at four times what the slowest needed when calibrated.
 */
export function phasesOf(load: Load, profile: Profile, rates: Rates): typeof CALIBRATE {
  const steady: PhasePlan =
    load.arrivals.kind === 'closed'
      ? { id: 'steady', arrivals: { kind: 'closed', requests: null }, forMs: profile.steadyMs }
      : { id: 'steady', arrivals: { kind: load.arrivals.kind, ratePerS: rates.steadyPerS }, forMs: profile.steadyMs };
  return {
    warmUp: {
      id: 'warm-up',
      arrivals: { kind: 'closed', requests: rates.warmUpRequests },
      forMs: profile.warmUpMs * 4,
    },
    steady,
    peak: { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: profile.peakMs },
  };
}
