import type { Outcome } from '../../thinking/capacity/objective.ts';
import type { Contender } from '../../thinking/contender/contender.ts';
import type { ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { CoreSplit } from '../../thinking/machine/machine.ts';
import type { ContenderFailure, VoidReason } from '../../thinking/measurement/failure.ts';
import type { SurgeLoad } from '../../thinking/load/load.ts';
import type { Measurement, RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Serial } from '../../thinking/scenario/draw.ts';
import type { RenderedCase } from '../../thinking/scenario/render.ts';
import type { HeldLoad, Scenario, Work } from '../../thinking/scenario/scenario.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import type { Demand, PhasePlan } from '../generator/generator.ts';
import type { Services } from '../service/service.ts';

/** What a scenario asks to be shown beside right answers: that the work behind them was done. */
export interface Proof extends Pick<Scenario, 'restore' | 'audits' | 'timesOf'> {
  /** By operation. */
  readonly work: Readonly<Record<string, Work>>;
}

/** One contender in one scenario, with the requests it is sent and the answers it owes. */
export interface Subject {
  readonly identity: RoundIdentity;
  readonly contender: Contender;
  readonly source: string;
  readonly version: string;
  readonly cases: readonly RenderedCase[];
  readonly demand: Demand;
  /** The answer that a drawn request must get, for the bodies that are sampled. */
  readonly expected: (operation: string, variant: number, serial: Serial) => ExpectedAnswer;
  readonly proof: Proof;
  readonly env: Readonly<Record<string, string>>;
  /** What the contender may take of memory; null: what it wants. */
  readonly memoryMiB: number | null;
  readonly connections: number;
  readonly seed: number;
}

/** One round: all that is decided before it starts. */
export interface RoundSpec extends Subject {
  readonly phases: RoundPhases;
  /** Null where this round does not search for the capacity. */
  readonly search: SearchSpec | null;
  /** Null where no connections are held. */
  readonly held: HeldLoad | null;
  /** Whether the collector's own record is taken, of a contender that has one. */
  readonly collector: boolean;
}

/** The phases of a round in their order. */
export interface RoundPhases {
  readonly warmUp: PhasePlan;
  readonly steady: PhasePlan;
  readonly busy: PhasePlan | null;
  readonly own: readonly { readonly share: number; readonly plan: PhasePlan }[];
  readonly peak: PhasePlan;
  /** Null where the scenario asks for none. */
  readonly surge: SurgePlan | null;
}

/** More than a contender can do by the peak of its round, and then half of it; none where that is more than the generator may offer. */
export interface SurgePlan extends SurgeLoad {
  readonly each: 'poisson' | 'constant';
  readonly mostPerS: number;
}

/** How a round searches for the capacity: with which arrivals, and up to which rate. */
export interface SearchSpec {
  readonly arrivals: 'poisson' | 'constant';
  readonly mostPerS: number;
}

/** What a round is carried out with. */
export interface TrialMeans {
  readonly isolation: Isolation;
  readonly loadgen: string;
  readonly directory: string;
  readonly cores: CoreSplit;
  readonly services: Services;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: () => number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Judges what went through: a failure is the contender's, a void reason nobody's. */
  readonly judge: Judge;
}

/** Rules fixed before the data; they are in `verdict/` and come from the run. */
export interface Judge {
  failure(name: string, phase: Phase, kinds: ErrorKinds): ContenderFailure | null;
  /** The objective's p99, in ms: beyond it an answer is late. */
  readonly withinMs: number;
  voidReason(round: Measurement): VoidReason | null;
  /** How long an attempt at this rate lasts, in ms. */
  attemptMs(perSecond: number): number;
  /** @param memoryMiB what the contender may take of memory; null: what it wants. */
  attempt(phase: Phase, memoryMiB: number | null): Outcome;
}

/** What went wrong in a phase, by kind: failures, and answers of another status than asked for. */
export interface ErrorKinds {
  readonly failedBy: Readonly<Record<string, number>>;
  readonly refused: number;
}

/** Where a round is; shown as progress. */
export type RoundStage =
  | 'starting'
  | 'cases'
  | 'warm-up'
  | 'steady'
  | 'busy'
  | 'own load'
  | 'peak'
  | 'surge'
  | 'capacity'
  | 'held'
  | 'collector'
  | 'stopping';

/** Why a round stopped short of its measurement. */
export type Stop =
  | { readonly kind: 'failed'; readonly failure: ContenderFailure }
  | { readonly kind: 'void'; readonly reason: VoidReason };

export type { RoundOutcome };
