import { halfStepGammaRatio, incompleteBetaHalf } from './incomplete-beta.ts';

/** Probability beyond |t| on one side, and between 0 and |t|; each computed where it keeps its digits. */
function halves(t: number, df: number): { readonly tail: number; readonly centre: number } {
  const square = t * t;
  // P(T > |t|) = ½ I_x(df/2, ½) with x = df/(df+t²) (Abramowitz & Stegun 26.7.1).
  const { lower, upper } = incompleteBetaHalf(df / (df + square), square / (df + square), df / 2);
  return { tail: lower / 2, centre: upper / 2 };
}

function checkDf(df: number): void {
  if (!(df > 0) || !Number.isFinite(df)) throw new Error(`degrees of freedom must be a positive number, got ${df}`);
}

/** Density of Student's t with `df` degrees of freedom. */
export function tDensity(t: number, df: number): number {
  checkDf(df);
  const peak = halfStepGammaRatio(df / 2) / Math.sqrt(df * Math.PI);
  return peak * Math.exp((-(df + 1) / 2) * Math.log1p((t * t) / df));
}

/** P(T ≤ t) of Student's t with `df` > 0 degrees of freedom, which need not be whole. */
export function tCdf(t: number, df: number): number {
  checkDf(df);
  if (Number.isNaN(t)) throw new Error('tCdf needs a number, got NaN');
  if (t === Number.POSITIVE_INFINITY) return 1;
  if (t === Number.NEGATIVE_INFINITY) return 0;
  const { tail, centre } = halves(t, df);
  return t >= 0 ? (tail < 0.25 ? 1 - tail : 0.5 + centre) : tail;
}

/** How far `t` is short of its goal, in probability; by the tail where that is small, else by the centre. */
function shortfall(t: number, df: number, p: number): number {
  const { tail, centre } = halves(t, df);
  return p < 0.75 ? p - 0.5 - centre : tail - (1 - p);
}

/** Beyond it t² is no number. Quantiles get there at a hundredth of a degree of freedom. */
const FARTHEST = 1e150;

/**
 * The t below which a share `p` (0 < p < 1) of Student's t with `df` degrees of freedom lies; relative error below 1e-12 (tested against
 * 40-digit values). By Newton's method from below: the tail is convex there, so no step goes beyond the goal, each is a step up, and the
 * first that is not has arrived.
 */
export function tQuantile(p: number, df: number): number {
  checkDf(df);
  if (!(p > 0 && p < 1)) throw new Error(`a quantile needs a probability between 0 and 1, got ${p}`);
  if (p === 0.5) return 0;
  if (p < 0.5) return -tQuantile(1 - p, df);
  let t = 0;
  for (let high = 1; shortfall(high, df, p) > 0; high *= 2) {
    if (high > FARTHEST) throw new Error(`the t quantile at p=${p}, df=${df} is beyond ${FARTHEST}`);
    t = high;
  }
  for (;;) {
    const next = t + shortfall(t, df, p) / tDensity(t, df);
    if (!(next > t)) return t;
    t = next;
  }
}
