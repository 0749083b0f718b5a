import { sittingsOf } from './sittings.ts';

/** One block as the model sees it: the log ratio, what may move it, and in which sitting it was measured. */
export interface Point {
  readonly y: number;
  /** Covariates, the same of each point and in the same order, at 0 where they move nothing. */
  readonly xs: readonly number[];
  readonly sitting: number;
}

/** A standard error of the mean log ratio, with the degrees of freedom of its t. */
export interface Spread {
  readonly se: number;
  readonly df: number;
}

/** A least-squares fit. */
export interface Fit {
  /** The mean of the sittings' means, at covariates of 0. */
  readonly mu: number;
  /** Residual standard deviation of a block. */
  readonly sd: number;
  /** From the scatter of the blocks about their sitting's mean. */
  readonly within: Spread;
  /** From the scatter of the sittings' means; null for one sitting, which knows nothing of another. */
  readonly between: Spread | null;
  /** Each sitting's mean, at covariates of 0. */
  readonly means: readonly number[];
  /** Each y with what its covariates make taken off. */
  readonly adjusted: readonly number[];
}

/** A value for each point. */
type Column = readonly number[];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const minus = (from: Column, slope: number, column: Column): Column =>
  from.map((value, i) => value - slope * (column[i] ?? 0));

/**
 * y = mu(sitting) + Σ gamma·x + e: the slopes are common to all sittings, each has its own mean, and all of these count alike, however
 * many blocks they have. A covariate that inside the sittings never changes, or only as those before it do, has no slope to fit and
 * costs no degree of freedom.
 *
 * Two standard errors come of it. `within` is right if the machine is the same in every sitting. `between` is right whatever it
 * does, as of means that are themselves a sample of sittings, but it has one degree of freedom less than there are sittings
 * (Cochran & Cox 1957, ch. 14: a series of experiments). Rejected: pooling that spread over contenders or metrics for more
 * degrees of freedom, since drift is not alike for all, and one that drifts alone would borrow the calm of the others.
 */
export function fit(points: readonly Point[]): Fit {
  const sittings = bySitting(points);
  const columns = apart(points, sittings);
  const adjusted = columns.reduce((y, column) => minus(y, slopeOf(y, column, sittings), column), logs(points));
  const means = meansOf(adjusted, sittings);
  const mu = mean(means);
  const df = points.length - sittings.length - columns.length;
  const sd = Math.sqrt(inner(adjusted, adjusted, sittings) / df);
  const ofMeans = sum(sittings.map((own) => 1 / own.length)) / sittings.length ** 2;
  const ofSlopes = sum(columns.map((one) => mean(meansOf(one, sittings)) ** 2 / inner(one, one, sittings)));
  return {
    mu,
    sd,
    within: { se: sd * Math.sqrt(ofMeans + ofSlopes), df },
    between: sittings.length === 1 ? null : spreadOf(means, mu),
    means,
    adjusted,
  };
}

function logs(points: readonly Point[]): Column {
  return points.map(({ y }) => y);
}

/** The indices of each sitting's points. */
type Sittings = readonly (readonly number[])[];

function bySitting(points: readonly Point[]): Sittings {
  const numbers = sittingsOf(points.map((point) => point.sitting));
  return Array.from({ length: Math.max(...numbers) + 1 }, (_, sitting) =>
    numbers.flatMap((number, index) => (number === sitting ? [index] : [])),
  );
}

const of = (column: Column, own: readonly number[]): Column => own.map((index) => column[index] ?? 0);

function meansOf(column: Column, sittings: Sittings): Column {
  return sittings.map((own) => mean(of(column, own)));
}

/** Sum of the products of two columns, each about its mean in the sitting. */
function inner(one: Column, other: Column, sittings: Sittings): number {
  const products = sittings.map((own) => {
    const [a, b] = [of(one, own), of(other, own)];
    const [meanA, meanB] = [mean(a), mean(b)];
    return sum(a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB)));
  });
  return sum(products);
}

function slopeOf(y: Column, column: Column, sittings: Sittings): number {
  return inner(y, column, sittings) / inner(column, column, sittings);
}

/** What is left of a covariate's sum of squares when all that others say is taken off is rounding below this share. */
const NOTHING_OF_ITS_OWN = 1e-12;

/**
 * The covariates made independent of each other inside the sittings, each with what those before it say taken off (Gram & Schmidt), so
 * that each slope is a quotient of two sums; those with nothing of their own are left out.
 */
function apart(points: readonly Point[], sittings: Sittings): readonly Column[] {
  const given = Array.from({ length: points[0]?.xs.length ?? 0 }, (_, x) => points.map(({ xs }) => xs[x] ?? 0));
  return given.reduce<readonly Column[]>((before, column) => {
    const own = before.reduce((left, one) => minus(left, slopeOf(left, one, sittings), one), column);
    const all = inner(column, column, sittings);
    return all > 0 && inner(own, own, sittings) > NOTHING_OF_ITS_OWN * all ? [...before, own] : before;
  }, []);
}

function spreadOf(means: readonly number[], mu: number): Spread {
  const df = means.length - 1;
  const variance = sum(means.map((one) => (one - mu) ** 2)) / df;
  return { se: Math.sqrt(variance / means.length), df };
}
