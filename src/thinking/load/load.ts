/** The offered rate of a scenario: fixed, or a share of what the slowest contender can do, found in calibration. */
export type OfferedRate =
  | { readonly kind: 'absolute'; readonly perSecond: number }
  | { readonly kind: 'share-of-slowest'; readonly share: number };

/** How requests arrive. In a closed loop each connection sends when its answer is in, so nothing is ever due. */
export type Arrivals =
  | { readonly kind: 'poisson'; readonly rate: OfferedRate }
  | { readonly kind: 'constant'; readonly rate: OfferedRate }
  | { readonly kind: 'closed' };

/** The shape of demand of a scenario. */
export interface Load {
  readonly arrivals: Arrivals;
  readonly connections: number;
  /** Requests that may be in flight at a time; null: one a connection. */
  readonly inFlight: number | null;
}
