import type { MetricId } from '../measurement/metric.ts';
import type { Verdict } from './verdict.ts';

/** Where one contender can stand among the others in a metric, 1 being the best: an interval, since who is not told apart shares places. */
export interface Rank {
  readonly metric: MetricId;
  readonly contender: string;
  readonly best: number;
  readonly worst: number;
  /** Contenders that are ranked. */
  readonly of: number;
}

/**
 * Rank intervals from the pairwise verdicts of one family: the best place has as many before it as surely beat the contender,
 * the worst as many after it as it surely beats. They hold together wherever no difference is called falsely. A list of
 * contenders by their estimates would promise more than the data hold (Hsu 1984; Al Mohamad et al., arXiv 1708.02729).
 */
export function ranksOf(
  metric: MetricId,
  contenders: readonly string[],
  verdicts: readonly Verdict[],
): readonly Rank[] {
  // The placebo is compared with the baseline too, and has no place.
  const own = verdicts.filter(
    (verdict) =>
      verdict.metric === metric && contenders.includes(verdict.contender) && contenders.includes(verdict.against),
  );
  return contenders.map((contender) => {
    const wins = own.filter(
      (one) =>
        (one.contender === contender && one.verdict === 'better') ||
        (one.against === contender && one.verdict === 'worse'),
    ).length;
    const losses = own.filter(
      (one) =>
        (one.contender === contender && one.verdict === 'worse') ||
        (one.against === contender && one.verdict === 'better'),
    ).length;
    return { metric, contender, best: 1 + losses, worst: contenders.length - wins, of: contenders.length };
  });
}
