import type { PartPrices } from '../cost/price.ts';
import type { FigureId } from '../footprint/footprint.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { Unit } from '../quantity/quantity.ts';
import type { PublicFigure, Toolchain } from './claim.ts';

/** Where and when something was seen. */
export interface Seen {
  /** `2026-11-28`. */
  readonly date: string;
  readonly machine: string;
  readonly fingerprint: string;
  /** True for a run of the store that asks, false for a record that was filed. */
  readonly here: boolean;
}

/**
 * One contender against another in one metric, as the run concluded. `same`: equivalent by the run's margin. `reason` says why a ratio
 * is null: there is none, or the run has one and does not take it for a fact about the two.
 */
export interface Comparison {
  readonly scenario: string;
  readonly metric: MetricId;
  readonly contender: string;
  readonly against: string;
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
  readonly n: number;
  readonly same: boolean;
  readonly reason: string;
}

/** The median over the blocks of what a contender itself was measured at. */
export interface Median {
  readonly scenario: string;
  readonly contender: string;
  readonly metric: MetricId;
  readonly unit: Unit;
  readonly median: number;
  /** Order-statistic interval at 95 % or more; the median itself where so few blocks have none. */
  readonly low: number;
  readonly high: number;
}

export interface Growth {
  readonly scenario: string;
  readonly contender: string;
  readonly cores: number;
  /** What the peak rate could have grown by; null where no round tells. */
  readonly room: number | null;
  readonly peakRate: Comparison | null;
}

export interface Held {
  readonly scenario: string;
  readonly contender: string;
  readonly rounds: number;
  /** Most connections that were all open in all rounds. */
  readonly most: number;
  readonly asked: number;
}

export interface Pause {
  readonly scenario: string;
  readonly contender: string;
  readonly rounds: number;
  readonly longestMs: number | null;
  readonly lowMs: number | null;
  readonly highMs: number | null;
  readonly level: number | null;
}

/** What one run has to say. */
export interface RunEvidence {
  readonly run: string;
  readonly seen: Seen;
  readonly profile: string;
  readonly command: string;
  /** Why it was refused; null where it was not. */
  readonly refused: string | null;
  readonly cells: readonly {
    readonly scenario: string;
    readonly blocks: number;
    readonly contenders: readonly string[];
  }[];
  readonly comparisons: readonly Comparison[];
  readonly medians: readonly Median[];
  readonly growths: readonly Growth[];
  readonly held: readonly Held[];
  readonly pauses: readonly Pause[];
}

/**
 * Which of two runs is asked first: none of the profile `smoke` before another, which only tells whether a thing works; then one of the
 * store before a record; then the one with more blocks of what is asked; then the newer.
 */
export function firstAsked(one: RunEvidence, other: RunEvidence, blocksIn: (run: RunEvidence) => number): number {
  return (
    Number(one.profile === 'smoke') - Number(other.profile === 'smoke') ||
    Number(other.seen.here) - Number(one.seen.here) ||
    blocksIn(other) - blocksIn(one) ||
    (other.run < one.run ? -1 : 1)
  );
}

/** A figure of a contender's footprint: lowest and highest where it was repeated. */
export interface FootprintValue {
  readonly contender: string;
  readonly figure: FigureId;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Repetitions; null where it was counted once. */
  readonly n: number | null;
}

export interface FootprintEvidence {
  readonly seen: Seen;
  readonly values: readonly FootprintValue[];
}

/** How one seeded mistake ends in one toolchain; `elsewhere` is a test, a race detector, or a rule that is no default. */
export type MistakeOutcome = 'build' | 'lint' | 'elsewhere' | 'never' | 'not-expressible';

export interface MistakesEvidence {
  readonly date: string;
  readonly mistakes: readonly { readonly id: string; readonly seen: Readonly<Record<Toolchain, MistakeOutcome>> }[];
}

/** All that claims are held against. */
export interface Evidence {
  readonly runs: readonly RunEvidence[];
  readonly footprints: readonly FootprintEvidence[];
  readonly mistakes: readonly MistakesEvidence[];
  readonly figures: readonly PublicFigure[];
  /** What a vCPU and a GiB cost; null where no list tells. */
  readonly parts: PartPrices | null;
}

export const NO_EVIDENCE: Evidence = { runs: [], footprints: [], mistakes: [], figures: [], parts: null };
