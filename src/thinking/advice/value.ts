/** What a choice is judged by. */
export interface Criterion {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /**
   * Where it is worth nothing and where everything. Both are fixed by what a team needs - its budget, say, and a quarter of it - and
   * never by the options, else an option that is added would reorder the others (rank reversal).
   */
  readonly worst: number;
  readonly best: number;
  /** On a log scale the step from 10 to 20 is worth what that from 20 to 40 is. */
  readonly scale: 'linear' | 'log';
  /** True where what lies beyond the worst goes on to count, below 0 points: money is money however much of it. Else nothing is lost there. */
  readonly open?: boolean;
  /** What the step from worst to best is worth beside that of the other criteria (swing weight); at least 0. */
  readonly weight: number;
}

/** A number and what it may be: `measured` by its interval at 95 %, `judged` by a triangle, `known` without doubt. */
export interface Spread {
  readonly kind: 'measured' | 'judged' | 'known';
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One thing to choose, with its number in each criterion. */
export interface Option {
  readonly id: string;
  readonly title: string;
  readonly values: Readonly<Record<string, Spread>>;
}

type Anchors = Pick<Criterion, 'worst' | 'best' | 'scale' | 'open'>;

/** Points of a number in a criterion, 0 to 1; beyond the best nothing is gained, beyond the worst nothing lost unless it is open. */
export function points(x: number, { worst, best, scale, open }: Anchors): number {
  const share = scale === 'log' ? Math.log(x / worst) / Math.log(best / worst) : (x - worst) / (best - worst);
  // Nought is added since the worst itself would have −0 points.
  return Math.min(1, open === true ? share + 0 : Math.max(0, share));
}

/** The number that has so many points. */
export function numberAt(share: number, { worst, best, scale }: Anchors): number {
  return scale === 'log' ? worst * (best / worst) ** share : worst + share * (best - worst);
}

/** Weights that add up to 1, in the order of the criteria. @throws where none is above 0. */
export function shares(criteria: readonly Criterion[]): readonly number[] {
  const inOrder = criteria.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const sum = inOrder.reduce((total, { weight }) => total + weight, 0);
  if (!(sum > 0)) throw new Error('a choice needs a criterion with a weight above 0');
  return criteria.map(({ weight }) => weight / sum);
}

/** The number of an option in a criterion. @throws where it has none: the caller leaves such options out. */
export function spreadIn(option: Option, { id }: Criterion): Spread {
  const spread = option.values[id];
  if (spread === undefined) throw new Error(`${option.id} has no value in ${id}`);
  return spread;
}

/** One part of a score: a weight times points, so that each can be traced to one number and one weight. */
export interface Part {
  readonly criterion: string;
  readonly weight: number;
  readonly points: number;
  readonly worth: number;
}

export interface Score {
  readonly option: string;
  readonly total: number;
  readonly parts: readonly Part[];
}

/**
 * The additive value of each option, highest first; of equal ones the id that comes first. Nothing of one option's score depends on
 * another (multi-attribute value theory, Keeney & Raiffa 1976, chapter 3).
 */
export function scores(options: readonly Option[], criteria: readonly Criterion[]): readonly Score[] {
  const weights = shares(criteria);
  const scored = options.map((option): Score => {
    const parts = criteria.map((criterion, at): Part => {
      const weight = weights[at] ?? 0;
      const own = points(spreadIn(option, criterion).value, criterion);
      return { criterion: criterion.id, weight, points: own, worth: weight * own };
    });
    return { option: option.id, total: totalOf(parts), parts };
  });
  return scored.toSorted((one, other) => other.total - one.total || (one.option < other.option ? -1 : 1));
}

/** Added in the order of the criteria's ids, so that their order on paper changes no last digit. */
function totalOf(parts: readonly Part[]): number {
  const inOrder = parts.toSorted((one, other) => (one.criterion < other.criterion ? -1 : 1));
  return inOrder.reduce((sum, { worth }) => sum + worth, 0);
}
