import { sittingsOf } from './sittings.ts';

/** What may move a log ratio, in the order in which it is taken off. */
const COVARIATES = ['place', 'ours', 'theirs'] as const;
type Covariate = (typeof COVARIATES)[number];

/** The log ratio of a block, and its covariates, at 0 where they move nothing. */
type Values = Readonly<Record<'y' | Covariate, number>>;

/**
 * One block as the model sees it: how many places later the contender ran, how slow the core was for it, and how fast for the other,
 * and in which sitting.
 */
export interface Point extends Values {
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
  /** Each y with what its covariates make taken off, sitting by sitting. */
  readonly adjusted: readonly number[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;

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
  const given = bySitting(points);
  const { left, used } = evened(given);
  const means = left.map(({ mean }) => mean.y);
  const mu = average(means);
  const df = points.length - given.length - used.length;
  const sd = Math.sqrt(inner(left, 'y', 'y') / df);
  const ofMeans = sum(given.map(({ about }) => 1 / about.length)) / given.length ** 2;
  const ofSlopes = sum(used.map((one) => average(left.map(({ mean }) => mean[one])) ** 2 / inner(left, one, one)));
  return {
    mu,
    sd,
    within: { se: sd * Math.sqrt(ofMeans + ofSlopes), df },
    between: given.length === 1 ? null : spreadOf(means, mu),
    means,
    adjusted: left.flatMap(({ mean, about }) => about.map(({ y }) => mean.y + y)),
  };
}

/** A sitting's means, and its blocks about them. */
interface Sitting {
  readonly mean: Values;
  readonly about: readonly Values[];
}

const FIELDS = ['y', ...COVARIATES] as const;

function valuesOf(of: (field: keyof Values) => number): Values {
  return { y: of('y'), place: of('place'), ours: of('ours'), theirs: of('theirs') };
}

function bySitting(points: readonly Point[]): readonly Sitting[] {
  const numbers = sittingsOf(points.map((point) => point.sitting));
  return Array.from({ length: Math.max(...numbers) + 1 }, (_, sitting) => {
    const own = points.filter((_point, index) => numbers[index] === sitting);
    const mean = valuesOf((field) => average(own.map((point) => point[field])));
    return { mean, about: own.map((point) => valuesOf((field) => point[field] - mean[field])) };
  });
}

/** Sum of the products of two fields inside the sittings. */
function inner(sittings: readonly Sitting[], one: keyof Values, other: keyof Values): number {
  return sum(sittings.map(({ about }) => sum(about.map((values) => values[one] * values[other]))));
}

/** What is left of a covariate's sum of squares when all that others say is taken off is rounding below this share. */
const NOTHING_OF_ITS_OWN = 1e-12;

/**
 * The log ratios with what each covariate makes taken off, and each covariate with what those before it say taken off (Gram & Schmidt), so
 * that each slope is a quotient of two sums. Not used are those with nothing of their own.
 */
function evened(given: readonly Sitting[]): { readonly left: readonly Sitting[]; readonly used: readonly Covariate[] } {
  const used: Covariate[] = [];
  let left = given;
  for (const one of COVARIATES) {
    const own = inner(left, one, one);
    if (own <= NOTHING_OF_ITS_OWN * inner(given, one, one)) continue;
    used.push(one);
    left = without(
      left,
      one,
      FIELDS.filter((field) => field === 'y' || !used.includes(field)),
    );
  }
  return { left, used };
}

/** These fields with what a covariate says of them inside the sittings taken off. */
function without(
  sittings: readonly Sitting[],
  covariate: Covariate,
  fields: readonly (keyof Values)[],
): readonly Sitting[] {
  const own = inner(sittings, covariate, covariate);
  const slopes = valuesOf((field) => (fields.includes(field) ? inner(sittings, field, covariate) / own : 0));
  const minus = (values: Values): Values => valuesOf((field) => values[field] - slopes[field] * values[covariate]);
  return sittings.map(({ mean, about }) => ({ mean: minus(mean), about: about.map(minus) }));
}

function spreadOf(means: readonly number[], mu: number): Spread {
  const df = means.length - 1;
  const variance = sum(means.map((one) => (one - mu) ** 2)) / df;
  return { se: Math.sqrt(variance / means.length), df };
}
