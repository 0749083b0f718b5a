import type { Seen } from '../fairness/seen.ts';
import type { SurgeLoad } from '../load/load.ts';
import type { HeldLoad } from '../scenario/scenario.ts';
import type { Machine } from '../machine/machine.ts';
import type { GeneratorLimits } from '../measurement/generator-floor.ts';
import type { Scatter } from '../noise/noise.ts';
import type { WarmUp } from '../pilot/steady-state.ts';
import type { LeftOut, Plan, ProfileName } from '../plan/plan.ts';
import type { RunConclusion } from '../verdict/conclusion.ts';

/** The run as a whole. Everything in it was recorded; nothing is asked of the machine that writes the report. */
export interface ReportedRun {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, as it stands in the ledger. */
  readonly created: string;
  /** False where blocks of the plan were not run. */
  readonly complete: boolean;
  /** The first of the runs taken together that is not complete, to be resumed; null where all are. */
  readonly unfinished: string | null;
  readonly state: string;
  readonly profile: ProfileName;
  readonly seed: number;
  /** Seconds from the first step to the last; null where the ledger cannot tell. */
  readonly tookS: number | null;
  /** The command line that makes this run again. */
  readonly command: string;
}

/** A contender as the report names it. */
export interface ReportedContender {
  readonly id: string;
  readonly title: string;
  /** `node`, `go`, `rust` or any other word: gives it its colour. */
  readonly language: string;
  /** Null where the contender never told one. */
  readonly version: string | null;
  /** Digest of its sources; null where they were never read. */
  readonly source: string | null;
}

/** A scenario as it was asked. */
export interface ReportedScenario {
  readonly id: string;
  readonly question: string;
  /** What its result decides and what not; null where it does not say. */
  readonly analysis: string | null;
  /** The operation whose response times are quoted; null: all together. */
  readonly timesOf: string | null;
  /** More than each contender can do, and then less; null where it asks for none. */
  readonly surge: SurgeLoad | null;
  /** Connections that are held open; null where it asks for none. */
  readonly held: Pick<HeldLoad, 'kind' | 'path'> | null;
  /** What a contender may take of memory; null: what it wants. */
  readonly memoryMiB: number | null;
}

/** The rate offered to all, and what it was taken from. */
export interface ReportedRates {
  readonly steadyPerS: number;
  /** The share that would have been offered, had the generator had room for it; null where it had. */
  readonly cappedFromPerS: number | null;
  /** The second common rate; null where it was not offered. */
  readonly busyPerS: number | null;
  readonly slowest: string;
  readonly slowestPerS: number;
  /** Requests that every contender was sent before it was measured, and how each warmed up in its pilot. */
  readonly warmUpRequests: number;
  readonly warmUps: Readonly<Record<string, WarmUp>>;
}

/** What a run found out of a scenario before its first block. */
export interface Calibration {
  readonly run: string;
  /** Null where no contender showed a rate. */
  readonly rates: ReportedRates | null;
  /** Null for runs made before the generator was measured. */
  readonly generator: GeneratorLimits | null;
  /** What its contenders were seen to run with; none in runs made before they were looked at. */
  readonly seen: readonly Seen[];
}

/** One percentile of response time over the rounds of an entry. */
export interface SpectrumPoint {
  /** 0 to below 100: 99.9 stands for the 99.9th percentile. */
  readonly percentile: number;
  readonly ms: number;
  /** Across rounds, as `band` of the spectrum says; null where too few rounds have the percentile. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Response times of one entry at the common rate, over all the rounds that count. */
export interface Spectrum {
  readonly scenario: string;
  /** `placebo` or the contender's id. */
  readonly entry: string;
  readonly band: 'range' | 'quartiles';
  readonly points: readonly SpectrumPoint[];
}

/** All that a report is made from, for every format: plain values, filled from the ledger. */
export interface ReportInput {
  readonly run: ReportedRun;
  readonly plan: Plan;
  readonly machine: Machine;
  readonly contenders: readonly ReportedContender[];
  readonly scenarios: readonly ReportedScenario[];
  /** By scenario, one for each run that is taken together; a scenario that was never calibrated has none. */
  readonly calibrations: Readonly<Record<string, readonly Calibration[]>>;
  readonly services: readonly { readonly scenario: string; readonly name: string; readonly version: string }[];
  readonly conclusion: RunConclusion;
  /** How much the baseline scattered against itself, as the placebo. */
  readonly noise: readonly Scatter[];
  /** Before the start and during the run; failures under load stand in the conclusion. */
  readonly leftOut: readonly LeftOut[];
  readonly spectra: readonly Spectrum[];
}
