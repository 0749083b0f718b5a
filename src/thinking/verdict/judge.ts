import type { RankInterval } from '../estimate/estimate.ts';
import { holm } from '../estimate/holm.ts';
import { pOfDifference, pOfEquivalence } from '../estimate/p-value.ts';
import { blocksToSettle, smallestEffect } from '../estimate/power.ts';
import { excludesOne, interval, rankInterval } from '../estimate/ratio.ts';
import type { MetricId } from '../measurement/metric.ts';
import { metricOf } from '../measurement/reading.ts';
import { NO_RATIO } from './verdict.ts';
import type { Verdict, VerdictReason, VerdictWord } from './verdict.ts';
import { grainOf, weigh } from './weigh.ts';
import type { Question, Weighed } from './weigh.ts';

interface Finding {
  readonly word: VerdictWord;
  readonly reason: VerdictReason;
}

/** What all the questions of a family together make of one of them. */
interface Corrected {
  readonly weighed: Extract<Weighed, { kind: 'ratio' }>;
  /** Questions of the family. */
  readonly family: number;
  readonly pNoticeable: number;
  readonly pEquivalence: number;
}

function direction(metric: MetricId, ratio: number): 'better' | 'worse' {
  const lowerIsBetter = metricOf(metric).better === 'lower';
  return ratio < 1 === lowerIsBetter ? 'better' : 'worse';
}

/** The signed-rank interval at the level of this look: of the same blocks as the estimate, and as sure. */
function rankOf({ question, estimate }: Corrected['weighed']): RankInterval | null {
  if (question.decisive === question.alpha) return estimate.rank;
  return rankInterval(question.pairs, 1 - question.decisive, grainOf(question.metric));
}

/**
 * The word for an estimate, in this order:
 * 1. equivalent - corrected for the family, two one-sided tests at α/2 rule out a difference that matters (Schuirmann 1987;
 *    Berger & Hsu 1996): the interval at 1 − α lies within the margin. The usual α for each would call a difference of just the
 *    margin equivalent in one run of twenty, and need a second interval beside the quoted one. It comes first, so that a real but negligible difference is not cried up.
 * 2. better, worse - corrected for the family, the test at α rules out that there is no difference or, for response times, none
 *    beyond the floor in milliseconds: what is called a difference is one that somebody could notice.
 *    Where the distribution-free interval of the same blocks holds 1 the two disagree, and no difference is called.
 * 3. undecided - with what this run could have seen, and how many blocks would settle it.
 */
function find(corrected: Corrected): Finding {
  const { weighed, family } = corrected;
  const { question, estimate, bar } = weighed;
  const { alpha, decisive, metric } = question;
  if (corrected.pEquivalence < decisive) {
    const floorMs = bar.floorRules ? bar.floorMs : null;
    const negligibleDifference = weighed.pDifference < alpha;
    const reason = { kind: 'interval-inside-margin', negligibleDifference, level: 1 - decisive, floorMs } as const;
    return { word: 'equivalent', reason };
  }
  const blocksNeeded = blocksToSettle(estimate, bar.matters - 1, alpha / family, bar.noticeable - 1);
  if (corrected.pNoticeable < decisive) {
    const rank = rankOf(weighed);
    if (rank === null || excludesOne(rank)) {
      const reason = { kind: 'interval-clear-of-one', p: corrected.pNoticeable } as const;
      return { word: direction(metric, estimate.ratio), reason };
    }
    return { word: 'undecided', reason: { kind: 'intervals-disagree', low: rank.low, high: rank.high } };
  }
  return { word: 'undecided', reason: openReason(corrected, blocksNeeded) };
}

/** Why there is no word, where the evidence is whole but too little. */
function openReason(corrected: Corrected, blocksNeeded: number | null): VerdictReason {
  const { weighed, family, pNoticeable, pEquivalence } = corrected;
  const { question, estimate, bar, pDifference } = weighed;
  const { alpha, decisive } = question;
  if (heldBackBySittings(weighed, decisive / family)) {
    const { sittings } = estimate;
    return {
      kind: 'sittings-apart',
      sittings: sittings.length,
      low: Math.min(...sittings),
      high: Math.max(...sittings),
    };
  }
  if (weighed.pEquivalence < alpha) {
    return { kind: 'not-sure-enough', of: 'equivalence', p: pEquivalence, asked: decisive, family, blocksNeeded };
  }
  if (pDifference >= alpha) {
    return { kind: 'interval-too-wide', smallestSeen: smallestEffect(estimate, decisive / family), blocksNeeded };
  }
  if (weighed.pNoticeable >= alpha && bar.floorMs !== null) {
    return { kind: 'difference-near-floor', floorMs: bar.floorMs, blocksNeeded };
  }
  return { kind: 'not-sure-enough', of: 'difference', p: pNoticeable, asked: decisive, family, blocksNeeded };
}

/** True where the scatter of the blocks alone would have given a word at this level, and that of the sittings does not. */
function heldBackBySittings({ estimate, bar }: Corrected['weighed'], level: number): boolean {
  if (estimate.between === null) return false;
  const within = { ...estimate, between: null };
  return pOfDifference(within, bar.noticeable) < level || 2 * pOfEquivalence(within, bar.matters) < level;
}

function verdictOf(weighed: Weighed, family: number, finding: Finding): Verdict {
  const { scenario, metric, contender, against, pairs, margin, alpha, cautions } = weighed.question;
  const about = { scenario, metric, contender, against, n: pairs.length, margin, cautions, family };
  const word = { verdict: finding.word, reason: finding.reason };
  const level = 1 - alpha / family;
  if (weighed.kind === 'none') {
    return { ...about, ...word, ...NO_RATIO, level };
  }
  const { estimate } = weighed;
  const alone = { low: estimate.low, high: estimate.high, level: estimate.level };
  const { low, high } = family === 1 ? alone : interval(estimate, level);
  const { ratio, rank, sittings, atEqualSpeed } = estimate;
  return { ...about, ...word, ratio, low, high, level, alone, rank, sittings, atEqualSpeed };
}

/**
 * What the evidence says to questions that are asked together: in at most α of the families in which nothing differs is any
 * difference called, and in at most α of those with differences that matter is any of them called equivalent. Words are corrected
 * step by step (Holm); the interval quoted has the level 1 − α ÷ family, so that all of them hold together in 1 − α of the
 * families (Bonferroni). Each question keeps its own scatter: contenders of different make do not share one.
 *
 * Swapping the two sides of a question mirrors its word and inverts ratio and interval.
 */
export function judgeFamily(questions: readonly Question[]): readonly Verdict[] {
  const all = questions.map(weigh);
  const p = (read: (weighed: Extract<Weighed, { kind: 'ratio' }>) => number): readonly number[] =>
    // A question without an answer still counts as one: how many are asked was fixed before the data.
    holm(all.map((weighed) => (weighed.kind === 'ratio' ? read(weighed) : 1)));
  const noticeable = p((weighed) => weighed.pNoticeable);
  const equivalence = p((weighed) => weighed.pEquivalence);
  return all.map((weighed, index) => worded(weighed, questions.length, noticeable[index], equivalence[index]));
}

/** A question asked for itself: one of those that carry no verdict of the run, or the placebo's. */
export function judge(question: Question): Verdict {
  const weighed = weigh(question);
  return weighed.kind === 'ratio' ? worded(weighed, 1, weighed.pNoticeable, weighed.pEquivalence) : worded(weighed, 1);
}

/** The verdict on what was weighed; the p values are corrected for the family already. */
function worded(weighed: Weighed, family: number, pNoticeable = 1, pEquivalence = 1): Verdict {
  if (weighed.kind !== 'ratio') return verdictOf(weighed, family, { word: 'undecided', reason: weighed.reason });
  return verdictOf(weighed, family, find({ weighed, family, pNoticeable, pEquivalence }));
}
