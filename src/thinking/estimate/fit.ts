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

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

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
  const sittings = sittingsOf(points.map((point) => point.sitting));
  const count = Math.max(...sittings) + 1;
  const columns = independent(points, sittings);
  const logs = columnOf(
    points.map(({ y }) => y),
    sittings,
  );
  const left = columns.reduce((y, column) => without(y, column), logs);
  const mu = mean(left.means);
  const df = points.length - count - columns.length;
  const sd = Math.sqrt(inner(left, left) / df);
  const ofMeans = sum(blocksIn(sittings, count).map((blocks) => 1 / blocks)) / count ** 2;
  const ofSlopes = sum(columns.map((column) => mean(column.means) ** 2 / inner(column, column)));
  return {
    mu,
    sd,
    within: { se: sd * Math.sqrt(ofMeans + ofSlopes), df },
    between: count === 1 ? null : spreadOf(left.means, mu),
    means: left.means,
    adjusted: left.about.map((value, i) => value + (left.means[sittings[i] ?? 0] ?? 0)),
  };
}

/** A value for each point, taken apart: the mean of each sitting, and each point's value about its own. */
interface Column {
  readonly means: readonly number[];
  readonly about: readonly number[];
}

function blocksIn(sittings: readonly number[], count: number): readonly number[] {
  const blocks = Array.from({ length: count }, () => 0);
  for (const sitting of sittings) blocks[sitting] = (blocks[sitting] ?? 0) + 1;
  return blocks;
}

function columnOf(values: readonly number[], sittings: readonly number[]): Column {
  const blocks = blocksIn(sittings, Math.max(...sittings) + 1);
  const sums = blocks.map(() => 0);
  for (const [i, sitting] of sittings.entries()) sums[sitting] = (sums[sitting] ?? 0) + (values[i] ?? 0);
  const means = sums.map((total, sitting) => total / (blocks[sitting] ?? 1));
  return { means, about: values.map((value, i) => value - (means[sittings[i] ?? 0] ?? 0)) };
}

/** Sum of the products of two columns inside the sittings. */
function inner(one: Column, other: Column): number {
  return one.about.reduce((total, value, i) => total + value * (other.about[i] ?? 0), 0);
}

/** What is left of a column when all that another says of it inside the sittings is taken off. */
function without(column: Column, other: Column): Column {
  const slope = inner(column, other) / inner(other, other);
  const minus = (values: readonly number[], from: readonly number[]): readonly number[] =>
    values.map((value, i) => value - slope * (from[i] ?? 0));
  return { means: minus(column.means, other.means), about: minus(column.about, other.about) };
}

/** What is left of a covariate's sum of squares when all that others say is taken off is rounding below this share. */
const NOTHING_OF_ITS_OWN = 1e-12;

/**
 * The covariates made independent of each other inside the sittings, each with what those before it say taken off (Gram & Schmidt), so
 * that each slope is a quotient of two sums; those with nothing of their own are left out.
 */
function independent(points: readonly Point[], sittings: readonly number[]): readonly Column[] {
  const found: Column[] = [];
  for (const [x] of (points[0]?.xs ?? []).entries()) {
    const given = columnOf(
      points.map(({ xs }) => xs[x] ?? 0),
      sittings,
    );
    const own = found.reduce((left, one) => without(left, one), given);
    const all = inner(given, given);
    if (all > 0 && inner(own, own) > NOTHING_OF_ITS_OWN * all) found.push(own);
  }
  return found;
}

function spreadOf(means: readonly number[], mu: number): Spread {
  const df = means.length - 1;
  const variance = sum(means.map((one) => (one - mu) ** 2)) / df;
  return { se: Math.sqrt(variance / means.length), df };
}
