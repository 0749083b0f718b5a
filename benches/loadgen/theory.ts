/** A server that stands still: for `stallMs`, after its `first`th answer and after each `every`th from there on. */
export interface Stalls {
  readonly perSecond: number;
  readonly seconds: number;
  readonly stallMs: number;
  readonly first: number;
  readonly every: number;
  /** Offered rate ÷ the rate at which the backlog goes out; 0: at once. */
  readonly drain: number;
}

/** The arrangement of the page: six stalls of half a second, 2.5 s, 7.5 s … 27.5 s after the beginning. */
export const STALLS: Stalls = { perSecond: 5000, seconds: 30, stallMs: 500, first: 12_500, every: 25_000, drain: 0 };

/**
 * The closed form: a share f = S / (T (1 − r)) of all due times meets a stall or its backlog and waits evenly on (0, S], so
 * q_p = S (1 − (1 − p) / f) = S − (1 − p) T (1 − r); 0, that is the floor, where 1 − p ≥ f. In ms. The derivation is in docs/loadgen.md.
 */
export function waitAt(share: number, { perSecond, stallMs, every, drain }: Stalls): number {
  const periodMs = (every / perSecond) * 1000;
  return Math.max(0, stallMs - (1 - share) * periodMs * (1 - drain));
}

/** The waits of every request of the constant plan, one by one, in ms and ascending: what the closed form is the limit of. */
export function waits({ perSecond, seconds, stallMs, first, every, drain }: Stalls): Float64Array {
  const planned = perSecond * seconds;
  const found = new Float64Array(planned);
  const gapMs = 1000 / perSecond;
  // Answer number `last` is request `last - 1`, given at its due time; the j-th after it is due j gaps into the stall.
  for (let last = first; last <= planned; last += every) {
    for (let j = 1; last - 1 + j < planned; j++) {
      const wait = stallMs - j * gapMs * (1 - drain);
      if (wait <= 0) break;
      found[last - 1 + j] = wait;
    }
  }
  return found.toSorted();
}

/** The value that at least `share` of all do not exceed. */
export function exactWaitAt(share: number, sorted: Float64Array): number {
  // The least bit of p · n must not make the next rank of a whole one.
  const rank = Math.ceil(share * sorted.length - 1e-6);
  return sorted[Math.max(rank, 1) - 1] ?? Number.NaN;
}
