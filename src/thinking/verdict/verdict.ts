import type { RankInterval } from '../estimate/estimate.ts';
import type { Interval } from '../estimate/ratio.ts';
import type { MetricId } from '../measurement/metric.ts';

/** The five words. Each is of `contender` against `against`. */
export type VerdictWord = 'better' | 'worse' | 'equivalent' | 'undecided' | 'refused';

/** Why the word; `report/` turns it into a sentence. */
export type VerdictReason =
  /** `p` is corrected for the family. */
  | { readonly kind: 'interval-clear-of-one'; readonly p: number }
  | {
      readonly kind: 'interval-inside-margin';
      /** The interval leaves 1 out as well: a real difference, too small to matter. */
      readonly negligibleDifference: boolean;
      /** Level of the interval that lies inside: 1 − 2α, as two one-sided tests at α ask. */
      readonly level: number;
      /** Set where an absolute floor, not the share, was the margin. */
      readonly floorMs: number | null;
    }
  | { readonly kind: 'interval-too-wide'; readonly smallestSeen: number; readonly blocksNeeded: number | null }
  /** There is a difference, but it may be too small in milliseconds to be noticed. */
  | { readonly kind: 'difference-near-floor'; readonly floorMs: number; readonly blocksNeeded: number | null }
  /** The t interval is clear of 1 and the signed-rank interval is not: a few blocks make all of the difference. */
  | { readonly kind: 'intervals-disagree'; readonly low: number; readonly high: number }
  /**
   * By itself the interval leaves 1 out, or lies within the margin, but the question is one of several, or this look is an early one:
   * `p`, corrected for the family, is not below what is asked.
   */
  | {
      readonly kind: 'not-sure-enough';
      readonly of: 'difference' | 'equivalence';
      readonly p: number;
      readonly asked: number;
      readonly family: number;
      readonly blocksNeeded: number | null;
    }
  /** The blocks of each sitting would have been enough, but the sittings, whose ratios lie between these, do not agree well enough. */
  | { readonly kind: 'sittings-apart'; readonly sittings: number; readonly low: number; readonly high: number }
  | { readonly kind: 'too-few-blocks'; readonly n: number; readonly needed: number }
  /** In all `n` blocks the contender ran so many places after the other (before it where negative): whose doing a difference is cannot be told. */
  | { readonly kind: 'order-never-changed'; readonly places: number; readonly n: number }
  | {
      readonly kind: 'bound-by';
      readonly bound: 'database' | 'generator' | 'nothing';
      readonly rounds: number;
      readonly of: number;
      readonly entry: string;
    }
  | { readonly kind: 'tail-too-thin'; readonly rounds: number; readonly of: number }
  /** In so many blocks a side had none at all of what is counted: there is no ratio to nothing. */
  | { readonly kind: 'nothing-to-divide-by'; readonly rounds: number; readonly of: number }
  | { readonly kind: 'not-measured'; readonly entry: string }
  | { readonly kind: 'run-refused' };

/** A caution that must be shown with the verdict, or with the scenario where it concerns all of its verdicts. */
export type Caution =
  | { readonly kind: 'one-sitting' }
  /** Measured in so many sittings, though meant to be one, or with more of them to come. */
  | { readonly kind: 'sittings-held'; readonly held: number; readonly planned: number }
  | { readonly kind: 'exploratory' }
  | { readonly kind: 'generator-share'; readonly share: number }
  | { readonly kind: 'few-blocks'; readonly n: number }
  /** In so many rounds the entry did not keep up with the rate, or every connection was busy though it had time left. */
  | {
      readonly kind: 'server-saturated' | 'connection-limited';
      readonly entry: string;
      readonly rounds: number;
      readonly of: number;
    }
  /** In so many rounds of the two the hypervisor took more than this share of all cores' time. */
  | { readonly kind: 'stolen'; readonly rounds: number; readonly of: number; readonly share: number }
  /** In so many rounds the slowest request of a hundred outweighed all the others: a p99 tells little of such times. */
  | { readonly kind: 'mean-above-p99'; readonly entry: string; readonly rounds: number; readonly of: number }
  | { readonly kind: 'unlike-commands'; readonly contender: number; readonly against: number }
  /** No placebo was measured, so nothing checked that equal programs come out equal. */
  | { readonly kind: 'no-placebo' }
  /** These contenders peak at rates so close that one ceiling, and none of them, seems to hold them all. */
  | { readonly kind: 'plateau'; readonly entries: readonly string[]; readonly within: number }
  /** In its slowest phase the contenders' core took so many times as long for the same work as in its fastest. */
  | { readonly kind: 'uneven-core'; readonly apart: number; readonly evened: boolean }
  /** Runs taken together were offered different common rates, ascending, each the same for all of its entries. */
  | { readonly kind: 'rates-apart'; readonly perS: readonly number[] }
  /** In so many blocks the entries were not sent the same requests. */
  | { readonly kind: 'unlike-draws'; readonly blocks: number };

/** What the evidence says of one contender against another, in one scenario and metric. */
export interface Verdict {
  readonly scenario: string;
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  readonly verdict: VerdictWord;
  /** contender ÷ against; null where there is no estimate, or none that may be quoted. */
  readonly ratio: number | null;
  /** The interval quoted; its level is such that all of the family hold together at the run's. */
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
  /** Questions judged together with this one, itself included: 1 for one asked by itself. */
  readonly family: number;
  /** The interval at the run's own level, of this question alone. */
  readonly alone: Interval | null;
  /** The signed-rank interval of the same blocks at that level; null where so few have none. */
  readonly rank: RankInterval | null;
  /** The ratio of each sitting by itself; none where there is no ratio. */
  readonly sittings: readonly number[];
  /** True where the ratio is that at equal speeds of the core. */
  readonly atEqualSpeed: boolean;
  readonly n: number;
  /** The smallest difference that matters, as a share, as the configuration has it. */
  readonly margin: number;
  readonly reason: VerdictReason;
  readonly cautions: readonly Caution[];
}

/** What a verdict has of a ratio that there is none of, or none to quote. */
export const NO_RATIO = {
  ratio: null,
  low: null,
  high: null,
  alone: null,
  rank: null,
  sittings: [],
  atEqualSpeed: false,
} as const;

/** Why a whole run gives no verdict. */
export type Refusal =
  | {
      readonly kind: 'placebo-differs';
      readonly scenario: string;
      readonly metric: MetricId;
      readonly ratio: number;
      readonly low: number;
      readonly high: number;
      readonly level: number;
    }
  | {
      readonly kind: 'too-many-void';
      readonly scenario: string;
      readonly void: number;
      readonly of: number;
      readonly limit: number;
    }
  /** The first half of the blocks says something else than the second. */
  | {
      readonly kind: 'halves-differ';
      readonly scenario: string;
      readonly metric: MetricId;
      readonly contender: string;
      readonly against: string;
      readonly first: Ratio;
      readonly second: Ratio;
    }
  | { readonly kind: 'machine-changed'; readonly was: string; readonly is: string };

/** A ratio with its interval. */
export interface Ratio extends Interval {
  readonly ratio: number;
}
