import type { Centre } from '../estimate/estimate.ts';
import type { Look } from '../estimate/looks.ts';
import type { CoreSplit } from '../machine/machine.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { Unit } from '../quantity/quantity.ts';
import type { PeakBound } from './bound.ts';
import type { GateLimits } from './limits.ts';
import type { LoadCurve } from './load-curve.ts';
import type { Rank } from './rank.ts';
import type { Failure, VoidRound } from './rounds.ts';
import type { Scaling } from './scaling.ts';
import type { CollectorEntry } from './collector-record.ts';
import type { HeldRecord } from './held-record.ts';
import type { SurgeRecord } from './surge-record.ts';
import type { Caution, Refusal, Verdict } from './verdict.ts';

/** The rules of a run that its conclusion needs, all fixed before the data; a `Plan` is one. */
export interface Rules {
  /** `alpha` is the error rate of what is quoted; each look has its own. */
  readonly profile: { readonly alpha: number; readonly looks: readonly Look[]; readonly sittings: number };
  readonly margin: Readonly<Record<MetricId, number>>;
  readonly cores: CoreSplit;
  readonly gates: GateLimits;
}

/** One round's value of a metric: a dot in a chart. Null where the round could not give one. */
export interface RoundValue {
  readonly block: number;
  readonly position: number;
  readonly value: number | null;
}

/** One entry's values of one metric over the blocks that count. */
export interface Summary {
  readonly scenario: string;
  /** `placebo` or the contender's id. */
  readonly entry: string;
  readonly contender: string;
  readonly metric: MetricId;
  readonly unit: Unit;
  /** Null where no round gave a value. */
  readonly centre: Centre | null;
  readonly rounds: readonly RoundValue[];
}

/** What one entry met in the blocks that count. */
export interface EntryRecord {
  readonly id: string;
  readonly contender: string;
  /** What bound its peak, block by block. */
  readonly peakBounds: readonly { readonly block: number; readonly bound: PeakBound }[];
  /** Rates offered to it in the steady phase, ascending: more than one where runs were taken together; null in a closed loop. */
  readonly offeredPerS: readonly number[] | null;
  readonly databaseCommandsPerAnswer: number | null;
}

/** The digest of the requests drawn in a block's steady phase; null where the entries did not get the same ones. */
export interface BlockDraws {
  readonly block: number;
  readonly digest: string | null;
}

/** How far a scenario's blocks came, and what that means for its words. */
export interface ReachedLook {
  /** The error rate at which they are taken. */
  readonly alpha: number;
  /** True where every primary question has its answer, so that no more blocks are run. */
  readonly settled: boolean;
  /** True at the last look that was planned. */
  readonly last: boolean;
}

/** One sitting's part of a scenario. */
export interface SittingRecord {
  readonly sitting: number;
  /** Blocks of it that count. */
  readonly blocks: number;
  /** When its first and its last round that count began, ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** All that a scenario's rounds come to. Everything in it is derived; the rounds themselves are in the store. */
export interface Conclusion {
  readonly scenario: string;
  /** The contender the ratios are against; null where the scenario has no entries. */
  readonly baseline: string | null;
  /** Entries that are not left out, in the order of the line-up; the placebo has the id `placebo`. */
  readonly entries: readonly EntryRecord[];
  /** `done` counts the blocks that yield evidence, `void` those that do not; the rest was not run to its end. */
  readonly blocks: { readonly planned: number; readonly done: number; readonly void: number };
  /** The look that the words are taken at. */
  readonly look: ReachedLook;
  readonly sittings: readonly SittingRecord[];
  /** Every contender, and the placebo, against the baseline, for every metric that the scenario's load can give. */
  readonly verdicts: readonly Verdict[];
  /** Contender against contender, without the baseline, for the primary metrics; each pair once. */
  readonly pairs: readonly Verdict[];
  /** The same in the other metrics, each by itself. */
  readonly beside: readonly Verdict[];
  /** For each primary metric, where each contender can stand among the others. */
  readonly ranks: readonly Rank[];
  readonly summaries: readonly Summary[];
  /** Of each entry, where the profile loads each by its own rate; else none. */
  readonly curves: readonly LoadCurve[];
  /** Of each entry, where the scenario overloads each by its own rate and the generator had room for that; else none. */
  readonly surges: readonly SurgeRecord[];
  /** Of each entry to which connections were held; none where the scenario asks for none. */
  readonly held: readonly HeldRecord[];
  /** Of each entry whose collector wrote down what it did; none where the scenario does not ask. */
  readonly collectors: readonly CollectorEntry[];
  /** Of each contender on more cores than the fewest; none where the scenario does not ask about cores. */
  readonly scalings: readonly Scaling[];
  readonly failures: readonly Failure[];
  readonly voids: readonly VoidRound[];
  readonly draws: readonly BlockDraws[];
  /** What concerns all verdicts of the scenario. */
  readonly cautions: readonly Caution[];
  readonly refusal: Refusal | null;
}

/** A run's conclusions, after the refusals: one refused scenario refuses them all. */
export interface RunConclusion {
  readonly refusal: Refusal | null;
  readonly scenarios: readonly Conclusion[];
}
