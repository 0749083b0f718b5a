import type { Wishes } from '../advice/parse.ts';
import type { Contender } from '../contender/contender.ts';
import type { Look } from '../estimate/looks.ts';
import type { CoreSplit } from '../machine/machine.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { GateLimits } from '../verdict/limits.ts';

export type ProfileName = 'smoke' | 'quick' | 'standard' | 'rigorous';

/** What the rounds of the longer profiles measure beside the steady phase and the peak. */
export interface FurtherLoads {
  /** Of each phase: the busy one and those under shares of a contender's own rate. */
  readonly phaseMs: number;
  /** Blocks of each scenario whose rounds search for the capacity, spread over the sittings. */
  readonly searches: number;
}

/** How long and how often a profile measures. */
export interface Profile {
  readonly name: ProfileName;
  /** Blocks of one run of the profile, at the most: the last look. */
  readonly blocks: number;
  /** When the run looks at its data and may end, and how sure it must be then. */
  readonly looks: readonly Look[];
  /** Stretches of time that its blocks are spread over, hours apart. */
  readonly sittings: number;
  /** Seconds of each contender's pilot, under full load. */
  readonly pilotS: number;
  readonly warmUpMs: number;
  readonly steadyMs: number;
  readonly peakMs: number;
  /** What its rounds measure beside these; null for the short profiles. */
  readonly further: FurtherLoads | null;
  /** Two-sided error rate of the verdicts of one scenario together, and of the intervals quoted; see METHODOLOGY.md. */
  readonly alpha: number;
  readonly for: string;
}

/** p99 and error limits a service must meet. */
export interface Objective {
  readonly p99Ms: number;
  /** Share of wrong and failed answers, 0.001 = 0.1 %. */
  readonly errors: number;
}

/** The smallest difference that matters, per metric, as a share: 0.05 = 5 %. */
export type Margins = Readonly<Record<MetricId, number>>;

/** The resolved `bakeoff.yaml`. */
export interface Bakeoff {
  readonly name: string;
  readonly file: string;
  readonly baseline: string;
  readonly contenders: readonly Contender[];
  readonly scenarios: readonly Scenario[];
  readonly profile: ProfileName;
  readonly cores: 'auto' | { readonly contender: readonly number[]; readonly rest: readonly number[] };
  readonly objective: Objective;
  readonly margin: Margins;
  /** What a team says of itself and of what it must decide. */
  readonly decide: Wishes;
}

/** One line-up position: a contender, or the baseline entered a second time. */
export interface Entry {
  /** `placebo` or the contender's id. */
  readonly id: string;
  readonly contender: string;
  /** On more cores than one: the entry of the same contender on the fewest, which it is held against too. */
  readonly against?: string;
}

/** One scenario's blocks: each lists the entries in the order they are run. */
export interface ScenarioPlan {
  readonly scenario: string;
  readonly entries: readonly Entry[];
  readonly blocks: readonly (readonly string[])[];
}

/**
 * Everything decided before the first block, the common rates excepted, which calibration finds and notes. It is written to the
 * ledger before anything is built and never changed: what a run may conclude is registered before it has any data.
 */
export interface Plan {
  readonly run: string;
  readonly seed: number;
  readonly baseline: string;
  readonly profile: Profile;
  readonly cores: CoreSplit;
  readonly objective: Objective;
  readonly margin: Margins;
  /** Metrics that carry the run's verdicts; all others are exploratory. */
  readonly primary: readonly MetricId[];
  /** Limits beyond which a round is void. */
  readonly gates: GateLimits;
  /** Milliseconds the run may take, from its first step; null where it may take what it needs. */
  readonly budgetMs: number | null;
  readonly scenarios: readonly ScenarioPlan[];
  /** Entries left out before the start, and why. */
  readonly leftOut: readonly LeftOut[];
  /** Digests of what would make a resumed round another one: config, contenders' sources, scenarios, program. */
  readonly digests: Readonly<Record<string, string>>;
}

/** A contender that takes no part, in one scenario (or in all: null), why, and what would mend it. */
export interface LeftOut {
  readonly contender: string;
  readonly scenario: string | null;
  readonly reason: string;
  readonly remedy: string;
}
