import type { FigureId } from '../footprint/footprint.ts';
import type { MetricId } from '../measurement/metric.ts';

/**
 * What a claim, or one test of it, comes to. `undecided` is of what was seen here; `outdated` of a public figure that bore the claim
 * out once and does so no more; `judgement` of what no measurement decides.
 */
export type Word = 'supported' | 'weaker' | 'stronger' | 'opposite' | 'undecided' | 'outdated' | 'judgement';

/**
 * Which numbers bear a claim out: those from `from` to `to`, null being no bound. On the side where the opposite lies, what is between
 * is weaker than claimed; beyond the other bound it is stronger.
 */
export interface Scale {
  readonly from: number | null;
  readonly to: number | null;
  readonly opposite: { readonly side: 'below' | 'above'; readonly at: number };
}

/** A toolchain of the record of mistakes. */
export type Toolchain = 'javascript' | 'typescript' | 'go' | 'rust';

/** Where a seeded mistake ends: stopped before a program ran, stopped at the build, or by nothing. */
export type MistakeEnd = 'before-run' | 'build' | 'never';

/** A number that decides: where it is to be read. */
export type Quantity =
  /** How many times as well one contender does as another in a metric, better being more. */
  | {
      readonly kind: 'ahead';
      readonly scenario: string;
      readonly metric: MetricId;
      readonly ahead: string;
      readonly of: string;
    }
  /** The same in a figure of its footprint, of which less is better. */
  | { readonly kind: 'footprint'; readonly figure: FigureId; readonly ahead: string; readonly of: string }
  /**
   * Share of what a busy replica of one contender costs that it would save with the memory of the other: what a vCPU and a GiB cost is of
   * list prices. It is the same at any traffic that keeps replicas busy; below that the least number of them decides, and nobody saves.
   */
  | { readonly kind: 'memory-bill'; readonly scenario: string; readonly ahead: string; readonly of: string }
  /** Growth of the peak rate on so many cores, as a share of what more cores made room for. */
  | { readonly kind: 'scaling'; readonly scenario: string; readonly contender: string; readonly cores: number }
  /** Most connections that were held open and all answered for. */
  | { readonly kind: 'held'; readonly scenario: string; readonly contender: string }
  /** The longest time that the collector stopped everything, of a round, ms. */
  | { readonly kind: 'pause'; readonly scenario: string; readonly contender: string }
  /** Share of the seeded mistakes, of all or of those named, that end so in a toolchain. */
  | {
      readonly kind: 'mistakes';
      readonly end: MistakeEnd;
      readonly toolchain: Toolchain;
      readonly only: readonly string[] | null;
    }
  /** The newest public figure of a series. */
  | { readonly kind: 'figure'; readonly series: string };

export interface Test {
  readonly quantity: Quantity;
  readonly scale: Scale;
}

/** What decides a claim. */
export type Ground =
  /** All of `tests` must bear it out; `elsewhere` tells where else it holds and where not, and decides nothing. */
  | { readonly kind: 'tested'; readonly tests: readonly Test[]; readonly elsewhere: readonly Test[] }
  /** Why no measurement decides it, and what would serve in its place. */
  | { readonly kind: 'judgement'; readonly why: string };

/** A falsifiable sentence, or one that only looks like it. Thresholds stand in it before anything is measured. */
export interface Claim {
  readonly id: string;
  /** The part of the text it stands in. */
  readonly section: string;
  /** As it is worded there. */
  readonly says: string;
  readonly ground: Ground;
  /** Why it is tested so, and what a reader must know of it; null where nothing is to be said. */
  readonly note: string | null;
  /** Series of public figures of the same kind, shown beside what was measured. */
  readonly published: readonly string[];
}

/** Terms on which a public figure stands in this repository. */
export type Terms = 'MIT' | 'Apache-2.0' | 'CC-BY-3.0' | 'ODbL-1.0' | 'quotation';

/** A number that somebody else published. */
export interface PublicFigure {
  /** Figures of one series are of the same thing at different times, or by different people. */
  readonly series: string;
  /** What it is a number of. */
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Of the figure, not of reading it: a year, a month or a day. */
  readonly date: string;
  readonly conditions: string;
  readonly source: string;
  readonly terms: Terms;
}
