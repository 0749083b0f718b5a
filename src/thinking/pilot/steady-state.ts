import { segmentsOf } from './change-points.ts';

/** One second of a contender's pilot under full load. */
export interface PilotSecond {
  /** Requests answered correctly in it. */
  readonly requests: number;
  /** CPU of the contender per request, in any unit that is the same for all seconds. */
  readonly cost: number;
  /** What it held at the end of the second; null where it cannot be read. */
  readonly memoryMiB: number | null;
}

/** How a contender warms up. */
export type WarmUp =
  /** From so many requests on its CPU per request stays what it is, and its memory has grown. */
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

/** Memory that grows by no more than this, whichever is more, is settled: buffers and caches are then, and no heap is made larger. */
const SAME_MEMORY = 1.1;
const LEAST_GROWTH_MIB = 4;

/**
 * After how many seconds the memory has grown. A runtime that enlarges its heap stops the contender for it, or works beside it, once in
 * so many requests: a phase in which that falls costs more than the next one, and it is to fall into the warm-up. Memory that grows to
 * the end has no size to wait for, and one that was its size after the first second may have been so from the start: 0.
 */
function grownAfter(seconds: readonly PilotSecond[]): number {
  const sizes = seconds.flatMap(({ memoryMiB }) => memoryMiB ?? []);
  if (sizes.length < seconds.length) return 0;
  const grown = sizes.findIndex(
    (size, i) => Math.max(...sizes.slice(i)) <= Math.max(SAME_MEMORY * size, size + LEAST_GROWTH_MIB),
  );
  return grown === 0 || seconds.length - (grown + 1) < STEADY_SECONDS ? 0 : grown + 1;
}

/**
 * When a contender is warm: when its memory has grown, and not before the start of the last segments whose mean CPU per request stays within 3 % of that of the very last
 * (Barrett et al. 2017, who allow a fixed tolerance too). CPU per request and not the rate, since the rate in a closed loop also moves
 * with the generator's turns.
 */
export function warmUpOf(seconds: readonly PilotSecond[]): WarmUp {
  const counted = seconds.filter(({ requests, cost }) => requests > 0 && cost > 0);
  if (counted.length < LEAST_SECONDS) return { kind: 'unknown' };
  const segments = segmentsOf(counted.map(({ cost }) => Math.log(cost)));
  const last = segments.at(-1)?.mean ?? 0;
  const unlike = segments.findLast(({ mean }) => Math.abs(mean - last) > SAME);
  const changing = unlike?.to ?? 0;
  const requests = (until: number): number => counted.slice(0, until).reduce((sum, one) => sum + one.requests, 0);
  if (counted.length - changing < STEADY_SECONDS) {
    return { kind: 'never-steady', requests: requests(counted.length), seconds: counted.length };
  }
  const from = Math.max(changing, grownAfter(counted));
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
