import { alphaAfter } from '../estimate/looks.ts';
import { METRICS } from '../measurement/metric.ts';
import type { Metric } from '../measurement/metric.ts';
import { isAsked } from '../measurement/reading.ts';
import type { CoreSplit } from '../machine/machine.ts';
import { boundFor, boundOfPeak, isHeldDown, type PeakBound } from './bound.ts';
import { cautionsFor } from './cautions.ts';
import type { EntryRecord, Rules } from './conclusion.ts';
import { judge, judgeFamily } from './judge.ts';
import { pairUp, roundsOf } from './rounds.ts';
import type { CountedBlock, SortedRounds } from './rounds.ts';
import type { Verdict } from './verdict.ts';
import type { Question } from './weigh.ts';

/** One scenario with what its judgement needs. */
export interface Hearing {
  readonly scenario: string;
  readonly rules: Rules;
  readonly sorted: SortedRounds;
}

/** Metrics that carry the verdicts of a run. */
export const PRIMARY: readonly Metric[] = METRICS.filter((metric) => metric.primary);

/** What bound an entry's peaks, block by block. */
export function boundsOf(hearing: Hearing, entry: string): EntryRecord['peakBounds'] {
  return roundsOf(hearing.sorted.counted, entry).map(({ block, round }) => ({
    block,
    bound: boundOfPeak(round, hearing.rules.cores),
  }));
}

/** The error rate that verdicts are taken at, with the blocks there are. */
export function decisiveAlpha({ rules, sorted }: Hearing): number {
  return alphaAfter(rules.profile.looks, sorted.counted.length);
}

/** The bounds that a question on the metric asks for: none where it is no matter what held the contender down, as for CPU per request. */
function boundsOn(
  metric: Metric,
  counted: readonly CountedBlock[],
  contender: string,
  against: string,
  cores: CoreSplit,
): Pick<Question, 'bounds'> {
  if (!isHeldDown(metric)) return {};
  const of = (entry: string): readonly PeakBound[] =>
    roundsOf(counted, entry).flatMap(({ round }) => boundFor(metric, round, cores) ?? []);
  return { bounds: { contender: of(contender), against: of(against) } };
}

/** The blocks whose rounds were meant to give the metric: a capacity is searched in some of them only. */
function askedIn(counted: readonly CountedBlock[], metric: Metric): readonly CountedBlock[] {
  return counted.filter(({ rounds }) => [...rounds.values()].some((round) => isAsked(metric, round)));
}

function questionOn(hearing: Hearing, metric: Metric, contender: string, against: string): Question {
  const { scenario, rules, sorted } = hearing;
  const { entries } = sorted;
  const counted = askedIn(sorted.counted, metric);
  const { pairs: found, missing, zeros } = pairUp(counted, metric, contender, against);
  // A run that was meant to be one sitting has nothing to say of others, though it was interrupted.
  const pairs = rules.profile.sittings > 1 ? found : found.map((pair) => ({ ...pair, sitting: 0 }));
  return {
    scenario,
    metric: metric.id,
    contender,
    against,
    absent: [contender, against].find((id) => !entries.some((entry) => entry.id === id)) ?? null,
    pairs,
    missing,
    zeros,
    blocks: counted.length,
    margin: rules.margin[metric.id],
    alpha: rules.profile.alpha,
    decisive: decisiveAlpha(hearing),
    ...boundsOn(metric, counted, contender, against, rules.cores),
    cautions: cautionsFor(counted, metric, contender, against, rules.cores),
  };
}

/** Every unordered pair of the ids, in their order. */
function eachPair(ids: readonly string[]): readonly (readonly [string, string])[] {
  return ids.flatMap((first, i) => ids.slice(i + 1).map((second) => [second, first] as const));
}

/** Verdicts of one entry against another in metrics that are not primary, each by itself. */
export function judgeBeside(
  hearing: Hearing,
  contender: string,
  against: string,
  metrics: readonly Metric[],
): readonly Verdict[] {
  return metrics
    .filter(({ primary }) => !primary)
    .map((metric) => judge(questionOn(hearing, metric, contender, against)));
}

/** What a hearing comes to: the verdicts against the baseline, and those of contender against contender in the primary and in the other metrics. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly pairs: readonly Verdict[];
  readonly beside: readonly Verdict[];
}

/**
 * Judges a scenario. Its family is every pair of contenders, the baseline among them, in every primary metric: what the run was
 * set up to decide. The placebo and the other metrics are asked by themselves.
 *
 * @param contenders without the baseline. @param placebo its id, or null where none is entered.
 */
export function judgeAll(
  hearing: Hearing,
  baseline: string,
  contenders: readonly string[],
  placebo: string | null,
  metrics: readonly Metric[],
): Judged {
  const pairs = eachPair(contenders);
  const compared = [...contenders.map((contender) => [contender, baseline] as const), ...pairs];
  const family = judgeFamily(
    compared.flatMap(([contender, against]) =>
      PRIMARY.map((metric) => questionOn(hearing, metric, contender, against)),
    ),
  );
  const inFamily = (metric: Metric, contender: string, against: string): readonly Verdict[] =>
    family.filter((one) => one.metric === metric.id && one.contender === contender && one.against === against);
  const verdictOn = (metric: Metric, contender: string): Verdict =>
    inFamily(metric, contender, baseline)[0] ?? judge(questionOn(hearing, metric, contender, baseline));
  const rivals = placebo === null ? contenders : [...contenders, placebo];
  return {
    verdicts: rivals.flatMap((contender) => metrics.map((metric) => verdictOn(metric, contender))),
    pairs: pairs.flatMap(([contender, against]) => PRIMARY.flatMap((metric) => inFamily(metric, contender, against))),
    beside: pairs.flatMap(([contender, against]) => judgeBeside(hearing, contender, against, metrics)),
  };
}
