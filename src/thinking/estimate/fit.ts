import { sittingsOf } from './sittings.ts';

/** One block as the model sees it: the log ratio, how many places later the contender ran, and in which sitting. */
export interface Point {
  readonly y: number;
  readonly x: number;
  readonly sitting: number;
}

/** A standard error of the mean log ratio, with the degrees of freedom of its t. */
export interface Spread {
  readonly se: number;
  readonly df: number;
}

/** A least-squares fit. */
export interface Fit {
  /** The mean of the sittings' means, at x = 0. */
  readonly mu: number;
  /** Residual standard deviation of a block. */
  readonly sd: number;
  /** From the scatter of the blocks about their sitting's mean. */
  readonly within: Spread;
  /** From the scatter of the sittings' means; null for one sitting, which knows nothing of another. */
  readonly between: Spread | null;
  /** Each sitting's mean, at x = 0. */
  readonly means: readonly number[];
  /** Each y with what its position makes taken off. */
  readonly adjusted: readonly number[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/**
 * y = mu(sitting) + gamma·x + e: the slope is common to all sittings, each has its own mean, and all of these count alike, however
 * many blocks they have. With no spread in x inside any sitting there is no line to fit, and the means are plain ones.
 *
 * Two standard errors come of it. `within` is right if the machine is the same in every sitting. `between` is right whatever it
 * does, as of means that are themselves a sample of sittings, but it has one degree of freedom less than there are sittings
 * (Cochran & Cox 1957, ch. 14: a series of experiments). Rejected: pooling that spread over contenders or metrics for more
 * degrees of freedom, since drift is not alike for all, and one that drifts alone would borrow the calm of the others.
 */
export function fit(points: readonly Point[]): Fit {
  const sittings = bySitting(points);
  const centred = sittings.flatMap((one) => one.centred);
  const sxx = sum(centred.map(({ x }) => x * x));
  const gamma = sxx > 0 ? sum(centred.map(({ x, y }) => x * y)) / sxx : 0;
  const df = points.length - sittings.length - (sxx > 0 ? 1 : 0);
  const sd = Math.sqrt(sum(centred.map(({ x, y }) => (y - gamma * x) ** 2)) / df);
  const means = sittings.map(({ x, y }) => y - gamma * x);
  const mu = mean(means);
  const ofMeans = sum(sittings.map((one) => 1 / one.centred.length)) / sittings.length ** 2;
  const ofSlope = sxx > 0 ? mean(sittings.map(({ x }) => x)) ** 2 / sxx : 0;
  return {
    mu,
    sd,
    within: { se: sd * Math.sqrt(ofMeans + ofSlope), df },
    between: sittings.length === 1 ? null : spreadOf(means, mu),
    means,
    adjusted: points.map((point) => point.y - gamma * point.x),
  };
}

/** A sitting's means, and its points about them. */
interface Sitting {
  readonly x: number;
  readonly y: number;
  readonly centred: readonly { readonly x: number; readonly y: number }[];
}

function bySitting(points: readonly Point[]): readonly Sitting[] {
  const numbers = sittingsOf(points.map((point) => point.sitting));
  return Array.from({ length: Math.max(...numbers) + 1 }, (_, sitting) => {
    const own = points.filter((_point, index) => numbers[index] === sitting);
    const [x, y] = [mean(own.map((point) => point.x)), mean(own.map((point) => point.y))];
    return { x, y, centred: own.map((point) => ({ x: point.x - x, y: point.y - y })) };
  });
}

function spreadOf(means: readonly number[], mu: number): Spread {
  const df = means.length - 1;
  const variance = sum(means.map((one) => (one - mu) ** 2)) / df;
  return { se: Math.sqrt(variance / means.length), df };
}
