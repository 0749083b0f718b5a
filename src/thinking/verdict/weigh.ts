import { STEP_RATIO } from '../capacity/grid.ts';
import type { Pair, RatioEstimate } from '../estimate/estimate.ts';
import { pOfDifference, pOfEquivalence } from '../estimate/p-value.ts';
import { asMeasured, estimateRatio, PAIRS_NEEDED } from '../estimate/ratio.ts';
import type { MetricId } from '../measurement/metric.ts';
import { isPercentile } from '../measurement/reading.ts';
import { boundElsewhere } from './bound.ts';
import type { PeakBound } from './bound.ts';
import { barFor } from './margin.ts';
import type { Bar } from './margin.ts';
import type { Caution, VerdictReason } from './verdict.ts';

/** One question to the evidence: this contender against that one, in one scenario and metric. */
export interface Question {
  readonly scenario: string;
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  /** A side that took no part; null where both did. */
  readonly absent: string | null;
  /** Blocks in which both sides have a value. */
  readonly pairs: readonly Pair[];
  /** Blocks that count, whether or not they have a value, and how many lack one on each side. */
  readonly blocks: number;
  readonly missing: { readonly contender: number; readonly against: number };
  /** Blocks in which a side's value is zero; absent: none. */
  readonly zeros?: number;
  /** Smallest difference that matters, as a share. */
  readonly margin: number;
  /** Error rate of the intervals that are quoted: 1 − their level. */
  readonly alpha: number;
  /** Error rate at which this look decides: `alpha` at the last one, less before. */
  readonly decisive: number;
  /** What bound each side's rounds, for a metric that says nothing of a contender held down by something else. */
  readonly bounds?: { readonly contender: readonly PeakBound[]; readonly against: readonly PeakBound[] };
  readonly cautions: readonly Caution[];
}

/** What a question's blocks weigh, before it is known how many questions are asked beside it. */
export type Weighed =
  /** No ratio may be quoted. */
  | { readonly kind: 'none'; readonly question: Question; readonly reason: VerdictReason }
  /** A ratio, as a fact about the set-up: something other than the contender bound the peak. */
  | {
      readonly kind: 'bound';
      readonly question: Question;
      readonly estimate: RatioEstimate;
      readonly reason: VerdictReason;
    }
  | {
      readonly kind: 'ratio';
      readonly question: Question;
      readonly estimate: RatioEstimate;
      readonly bar: Bar;
      /** p that there is no difference; that it is none that anybody notices; that it is one that matters, doubled as the others are. */
      readonly pDifference: number;
      readonly pNoticeable: number;
      readonly pEquivalence: number;
    };

/**
 * More blocks than this without a value and the metric is not judged: the blocks that have one are then no longer a fair
 * sample (a percentile is missing when few requests were answered, which is not independent of how they were).
 */
const MOST_MISSING = 1 / 5;

function missingReason(question: Question): VerdictReason | null {
  const { metric, absent, blocks, missing, pairs } = question;
  if (absent !== null) return { kind: 'not-measured', entry: absent };
  // To leave these blocks out would be to choose among the rounds by what they show.
  if (question.zeros !== undefined && question.zeros > 0) {
    return { kind: 'nothing-to-divide-by', rounds: question.zeros, of: blocks };
  }
  const lost = blocks - pairs.length;
  if (lost <= MOST_MISSING * blocks) return null;
  if (isPercentile(metric)) return { kind: 'tail-too-thin', rounds: lost, of: blocks };
  return { kind: 'not-measured', entry: culprit(question, missing.contender, missing.against) };
}

/** The side with the larger count; by name where they are equal, so that swapping the sides names the same one. */
function culprit(question: Question, ofContender: number, ofAgainst: number): string {
  const { contender, against } = question;
  if (ofContender === ofAgainst) return contender < against ? contender : against;
  return ofContender > ofAgainst ? contender : against;
}

/** What something else held down says nothing about the contender. The worse side is named. */
function boundReason(question: Question): VerdictReason | null {
  if (question.bounds === undefined) return null;
  const contender = boundElsewhere(question.bounds.contender);
  const against = boundElsewhere(question.bounds.against);
  const entry = culprit(question, contender?.rounds ?? 0, against?.rounds ?? 0);
  const worse = entry === question.contender ? contender : against;
  return worse === null ? null : { kind: 'bound-by', ...worse, entry };
}

/**
 * How many places after the other the contender ran, where that is the same in every block; null where it is not, or where the places
 * are not told apart. Then place and contender are one and the same to the data: whatever the place does, a slowing machine say, would
 * be said of the contender, with as narrow an interval as one could wish. The placebo finds that only where its own place is worse, too.
 */
function unchangedPlaces(pairs: Question['pairs']): number | null {
  const places = new Set(pairs.map((pair) => pair.contenderPosition - pair.againstPosition));
  const [only = 0] = places;
  return places.size === 1 && only !== 0 ? only : null;
}

/** Log of the step that values of a metric are rounded to; 0 where they are not. */
export function grainOf(metric: MetricId): number {
  return metric === 'capacity' ? Math.log(STEP_RATIO) : 0;
}

/** Weighs a question by itself. Where values are missing in more than a fifth of the blocks no ratio is quoted. */
export function weigh(question: Question): Weighed {
  const missing = missingReason(question);
  if (missing !== null) return { kind: 'none', question, reason: missing };
  const estimate = estimateRatio(question.pairs, 1 - question.alpha, grainOf(question.metric));
  const measured = estimateRatio(hasSay(question), 1 - question.alpha, grainOf(question.metric));
  if (estimate.kind === 'none' || measured.kind === 'none') {
    const reason = { kind: 'too-few-blocks', n: question.pairs.length, needed: PAIRS_NEEDED } as const;
    return { kind: 'none', question, reason };
  }
  const places = unchangedPlaces(question.pairs);
  if (places !== null) {
    return { kind: 'none', question, reason: { kind: 'order-never-changed', places, n: estimate.n } };
  }
  const bound = boundReason(question);
  if (bound !== null) return { kind: 'bound', question, estimate, reason: bound };
  const bar = barFor(question.metric, question.margin, question.pairs);
  const asked = [estimate, measured];
  return {
    kind: 'ratio',
    question,
    estimate,
    bar,
    pDifference: Math.max(...asked.map((one) => pOfDifference(one))),
    pNoticeable: Math.max(...asked.map((one) => pOfDifference(one, bar.noticeable))),
    // Doubled, so that one interval serves both rules: it leaves 1 out, or lies within the bar.
    pEquivalence: Math.min(1, 2 * Math.max(...asked.map((one) => pOfEquivalence(one, bar.matters)))),
  };
}

/**
 * Before the last look the blocks as they were measured, without the core's slowness, must be as sure. A run that may end as soon as a
 * ratio is far off ends too often where few blocks happen to scatter little, the more so the fewer degrees of freedom they leave, and
 * the interval it ends with is too narrow: of a difference of the margin 93.3 % would hold it, simulated, where 93.5 are asked.
 */
function hasSay({ pairs, decisive, alpha }: Question): readonly Pair[] {
  return decisive < alpha ? asMeasured(pairs) : pairs;
}
