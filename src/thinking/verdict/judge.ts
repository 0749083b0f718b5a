import type { Pair, RatioEstimate } from '../estimate/estimate.ts';
import { blocksToSettle, smallestEffect } from '../estimate/power.ts';
import { estimateRatio, excludesOne, interval } from '../estimate/ratio.ts';
import type { MetricId } from '../measurement/metric.ts';
import { isPercentile, metricOf } from '../measurement/reading.ts';
import { boundElsewhere } from './bound.ts';
import type { PeakBound } from './bound.ts';
import { barFor } from './margin.ts';
import type { Bar } from './margin.ts';
import type { Caution, Verdict, VerdictReason, VerdictWord } from './verdict.ts';

/** One question to the evidence: this contender against that one, in one scenario and metric. */
export interface Question {
  readonly scenario: string;
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  /** Blocks in which both sides have a value. */
  readonly pairs: readonly Pair[];
  /** Blocks that count, whether or not they have a value, and how many lack one on each side. */
  readonly blocks: number;
  readonly missing: { readonly contender: number; readonly against: number };
  /** Smallest difference that matters, as a share. */
  readonly margin: number;
  readonly alpha: number;
  /** What bound the peaks of each side; read for peak metrics only. */
  readonly peakBounds?: { readonly contender: readonly PeakBound[]; readonly against: readonly PeakBound[] };
  readonly cautions: readonly Caution[];
}

/**
 * More blocks than this without a value and the metric is not judged: the blocks that have one are then no longer a fair
 * sample (a percentile is missing when few requests were answered, which is not independent of how they were).
 */
const MOST_MISSING = 1 / 5;

interface Finding {
  readonly word: VerdictWord;
  readonly reason: VerdictReason;
}

function missingReason(question: Question): VerdictReason | null {
  const { metric, blocks, missing, pairs } = question;
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

/** A peak that something else held down says nothing about the contender. The worse side is named. */
function boundReason(question: Question): VerdictReason | null {
  if (metricOf(question.metric).phase !== 'peak' || question.peakBounds === undefined) return null;
  const contender = boundElsewhere(question.peakBounds.contender);
  const against = boundElsewhere(question.peakBounds.against);
  const entry = culprit(question, contender?.rounds ?? 0, against?.rounds ?? 0);
  const worse = entry === question.contender ? contender : against;
  return worse === null ? null : { kind: 'bound-by', ...worse, entry };
}

function direction(metric: MetricId, ratio: number): 'better' | 'worse' {
  const lowerIsBetter = metricOf(metric).better === 'lower';
  return ratio < 1 === lowerIsBetter ? 'better' : 'worse';
}

function blocksNeeded(estimate: RatioEstimate, bar: Bar, alpha: number): number | null {
  return blocksToSettle(estimate, bar.matters - 1, alpha, bar.noticeable - 1);
}

/**
 * The word for an estimate, in this order:
 * 1. equivalent - the interval at 1 − 2α lies strictly inside (1/bar, bar): two one-sided tests at α (Schuirmann 1987;
 *    Berger & Hsu 1996). It comes first, so that a real but negligible difference is not cried up.
 * 2. better, worse - the interval at 1 − α is clear of 1 and, for response times, wholly beyond the floor in
 *    milliseconds: what is called a difference is, at the stated error rate, one that somebody could notice.
 *    Where the distribution-free interval of the same blocks holds 1 the two disagree, and no difference is called.
 * 3. undecided - with what this run could have seen, and how many blocks would settle it.
 */
function find(question: Question, estimate: RatioEstimate): Finding {
  const { metric, alpha } = question;
  const bar = barFor(metric, question.margin, question.pairs);
  const level = 1 - 2 * alpha;
  const inner = interval(estimate, level);
  const clear = excludesOne(estimate);
  if (inner.low > 1 / bar.matters && inner.high < bar.matters) {
    const floorMs = bar.floorRules ? bar.floorMs : null;
    return {
      word: 'equivalent',
      reason: { kind: 'interval-inside-margin', negligibleDifference: clear, level, floorMs },
    };
  }
  const needed = blocksNeeded(estimate, bar, alpha);
  if (!clear) {
    const smallestSeen = smallestEffect(estimate, alpha);
    return { word: 'undecided', reason: { kind: 'interval-too-wide', smallestSeen, blocksNeeded: needed } };
  }
  if (estimate.rank !== null && !excludesOne(estimate.rank)) {
    const { low, high } = estimate.rank;
    return { word: 'undecided', reason: { kind: 'intervals-disagree', low, high } };
  }
  const noticeable = estimate.low > bar.noticeable || estimate.high < 1 / bar.noticeable;
  if (!noticeable && bar.floorMs !== null) {
    const reason = { kind: 'difference-near-floor', floorMs: bar.floorMs, blocksNeeded: needed } as const;
    return { word: 'undecided', reason };
  }
  return { word: direction(metric, estimate.ratio), reason: { kind: 'interval-clear-of-one' } };
}

/**
 * What the evidence says to a question. Swapping the two sides mirrors the word and inverts ratio and interval.
 * Where values are missing in more than a fifth of the blocks no ratio is quoted either; where something other than the
 * contender bound a peak the ratio is quoted, as a fact about the set-up, but judged undecided.
 */
export function judge(question: Question): Verdict {
  const { scenario, metric, contender, against, margin, alpha, cautions } = question;
  const level = 1 - alpha;
  const about = { scenario, metric, contender, against, level, n: question.pairs.length, margin, cautions };
  const nothing = { verdict: 'undecided', ratio: null, low: null, high: null } as const;
  const missing = missingReason(question);
  if (missing !== null) return { ...about, ...nothing, reason: missing };
  const estimate = estimateRatio(question.pairs, level);
  if (estimate.kind === 'none') {
    return { ...about, ...nothing, reason: { kind: 'too-few-blocks', n: estimate.n, needed: estimate.needed } };
  }
  const { ratio, low, high } = estimate;
  const bound = boundReason(question);
  if (bound !== null) return { ...about, verdict: 'undecided', ratio, low, high, reason: bound };
  const { word, reason } = find(question, estimate);
  return { ...about, verdict: word, ratio, low, high, reason };
}
