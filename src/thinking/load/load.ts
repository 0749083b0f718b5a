/** The offered rate of a scenario: fixed, or a share of what the slowest contender can do, found in calibration. */
export type OfferedRate =
  | { readonly kind: 'absolute'; readonly perSecond: number }
  | { readonly kind: 'share-of-slowest'; readonly share: number };

/** How requests arrive. In a closed loop each connection sends when its answer is in, so nothing is ever due. */
export type Arrivals =
  | { readonly kind: 'poisson'; readonly rate: OfferedRate }
  | { readonly kind: 'constant'; readonly rate: OfferedRate }
  | { readonly kind: 'closed' };

/**
 * More than a contender can do, and then less, to see what becomes of both: in whole seconds, since they are told second by second.
 */
export interface SurgeLoad {
  /** Of the peak of the same round; 1.5 = half as much again as it can do. */
  readonly share: number;
  readonly forS: number;
  /** Seconds under `RECOVERY_SHARE` of that peak, in which it may come back. */
  readonly recoveryS: number;
}

/** What is offered after a surge, as a share of the round's peak: half of its time is left to work off what waits. */
export const RECOVERY_SHARE = 0.5;

/** The shape of demand of a scenario. */
export interface Load {
  readonly arrivals: Arrivals;
  readonly connections: number;
  /** Requests that may be in flight at a time; null: one a connection. */
  readonly inFlight: number | null;
  /** Null where nobody is overloaded on purpose; never in a closed loop. */
  readonly surge: SurgeLoad | null;
}
