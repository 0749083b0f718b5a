import { segmentsOf } from './change-points.ts';

/** One second of a contender's pilot under full load. */
export interface PilotSecond {
  /** Requests answered correctly in it. */
  readonly requests: number;
  /** CPU of the contender per request, in µs. */
  readonly cpuUs: number;
}

/** How a contender warms up. */
export type WarmUp =
  /** From so many requests on, its CPU per request stays what it is. */
  | { readonly kind: 'steady'; readonly afterRequests: number; readonly afterS: number }
  /** It still changed at the end. */
  | { readonly kind: 'never-steady'; readonly requests: number; readonly seconds: number }
  /** Too few seconds were looked at. */
  | { readonly kind: 'unknown' };

/** Fewer seconds than this tell no trend from noise. */
const LEAST_SECONDS = 6;

/** So many last seconds must be of one kind for it to be called steady. */
const STEADY_SECONDS = 3;

/** Means nearer to the last than this are the same for our purposes; smaller than the margins that are asked about. */
const SAME = 0.03;

/**
 * When a contender is warm: at the start of the last segments whose mean CPU per request stays within 3 % of that of the very last
 * (Barrett et al. 2017, who allow a fixed tolerance too). CPU per request and not the rate, since the rate in a closed loop also moves
 * with the generator's turns.
 */
export function warmUpOf(seconds: readonly PilotSecond[]): WarmUp {
  const counted = seconds.filter(({ requests, cpuUs }) => requests > 0 && cpuUs > 0);
  if (counted.length < LEAST_SECONDS) return { kind: 'unknown' };
  const segments = segmentsOf(counted.map(({ cpuUs }) => Math.log(cpuUs)));
  const last = segments.at(-1)?.mean ?? 0;
  const unlike = segments.findLast(({ mean }) => Math.abs(mean - last) > SAME);
  const from = unlike?.to ?? 0;
  const requests = (until: number): number => counted.slice(0, until).reduce((sum, one) => sum + one.requests, 0);
  if (counted.length - from < STEADY_SECONDS) {
    return { kind: 'never-steady', requests: requests(counted.length), seconds: counted.length };
  }
  return { kind: 'steady', afterRequests: requests(from), afterS: from };
}

/** Requests that a contender is to be sent before it is measured; null where its pilot could not tell. */
export function requestsToWarm(warmUp: WarmUp): number | null {
  switch (warmUp.kind) {
    case 'steady':
      return warmUp.afterRequests;
    case 'never-steady':
      return warmUp.requests;
    case 'unknown':
      return null;
  }
}
