import type { Json } from '../../thinking/contract/contract.ts';
import type { CoreProblem } from '../../thinking/machine/cores.ts';
import type { Machine } from '../../thinking/machine/machine.ts';
import type { Seen } from '../../thinking/fairness/seen.ts';
import type { GeneratorFloor } from '../../thinking/measurement/generator-floor.ts';
import type { ContenderFailure, VoidReason } from '../../thinking/measurement/failure.ts';
import type { RoundIdentity } from '../../thinking/measurement/measurement.ts';
import type { WarmUp } from '../../thinking/pilot/steady-state.ts';
import type { KnownTimes, TimeEstimate } from '../../thinking/plan/duration.ts';
import type { RateRefusal } from '../../thinking/plan/generator-room.ts';
import type { Bakeoff, LeftOut, Plan } from '../../thinking/plan/plan.ts';
import type { GeneratorFailure } from '../generator/generator.ts';
import type { Ledger, LedgerProblem } from '../ledger/ledger.ts';
import type { ServiceFailure } from '../service/service.ts';
import type { MysqlTools } from '../service/tools.ts';
import type { RoundStage } from '../trial/trial.ts';

/** What a run is asked to do. */
export interface RunRequest {
  readonly bakeoff: Bakeoff;
  /** Contenders that take no part, known before anything is started. */
  readonly leftOut: readonly LeftOut[];
  /** Digests of what must not change between a run and its resumption. */
  readonly digests: Readonly<Record<string, string>>;
  readonly seed: number;
  /** In place of the profile's looks: one look, after so many blocks. */
  readonly blocks: number | null;
  /** Milliseconds this run, or this part of a resumed one, may take; null where it may take what it needs. */
  readonly budgetMs: number | null;
  /** The unfinished run to go on with, or null for a new one. */
  readonly resume: Plan | null;
  /** How the request came about, kept with the run for its resumption. */
  readonly origin: Json;
  /** What is known of its parts' times, for the estimate. */
  readonly known: KnownTimes;
  readonly until: 'planned' | 'built' | 'checked' | 'seen' | 'measured';
}

/** The world as a run meets it. */
export interface RunMeans {
  readonly ledger: Ledger;
  readonly loadgen: string | null;
  readonly mysql: MysqlTools | null;
  /** Where build stamps are kept. */
  readonly stamps: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: () => number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly tell: (event: RunEvent) => void;
}

/** What a run tells while it goes on; the command turns it into lines. */
export type RunEvent =
  | {
      readonly kind: 'planned';
      readonly plan: Plan;
      readonly machine: Machine;
      readonly estimate: TimeEstimate;
      /** What others used of a core just before the start; null where it cannot be read. */
      readonly busyShare: number | null;
    }
  | { readonly kind: 'building'; readonly contender: string }
  | {
      readonly kind: 'built';
      readonly contender: string;
      readonly version: string;
      readonly fresh: boolean;
      readonly tookMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly contender: string;
      /** Null where it fails everywhere, as when it does not build. */
      readonly scenario: string | null;
      readonly failure: ContenderFailure;
    }
  | { readonly kind: 'left-out'; readonly contender: string; readonly scenario: string; readonly reason: VoidReason }
  | { readonly kind: 'service-failed'; readonly scenario: string; readonly failure: ServiceFailure }
  | {
      readonly kind: 'service';
      readonly scenario: string;
      readonly name: string;
      readonly version: string;
      readonly tookMs: number;
    }
  | { readonly kind: 'kept'; readonly scenario: string; readonly contender: string; readonly cases: number }
  | { readonly kind: 'seen'; readonly seen: Seen }
  | { readonly kind: 'calibrating'; readonly scenario: string; readonly contender: string }
  | {
      readonly kind: 'calibrated';
      readonly scenario: string;
      readonly contender: string;
      readonly perSecond: number;
      readonly warmUp: WarmUp;
    }
  | {
      readonly kind: 'ceiling';
      readonly scenario: string;
      readonly perSecond: number;
      readonly connections: number;
    }
  | { readonly kind: 'rates'; readonly scenario: string; readonly rates: Rates; readonly ceilingPerS: number }
  | { readonly kind: 'rate-refused'; readonly scenario: string; readonly refusal: RateRefusal }
  | { readonly kind: 'floor'; readonly scenario: string; readonly floor: GeneratorFloor }
  | {
      readonly kind: 'round';
      readonly identity: RoundIdentity;
      readonly stage: RoundStage;
      readonly blocks: number;
      readonly secondsLeft: number;
    }
  | { readonly kind: 'void'; readonly identity: RoundIdentity; readonly reason: VoidReason }
  /** Every primary question has its answer at a look before the last, or the budget is spent. */
  | {
      readonly kind: 'ended-early';
      readonly scenario: string;
      readonly why: 'settled' | 'budget';
      readonly blocks: number;
      readonly planned: number;
    }
  /** The blocks of this sitting are done; those of the next are to be measured from `notBefore` on. */
  | { readonly kind: 'sitting-over'; readonly sitting: number; readonly sittings: number; readonly notBefore: Date }
  | { readonly kind: 'measured'; readonly run: string; readonly scenario: string };

/** The common rate of a scenario, found in calibration and kept for all its blocks. */
export interface Rates {
  /** Offered to every contender in the steady phase. */
  readonly steadyPerS: number;
  /** The share of the slowest that would have been offered, had the generator had room for it; null where it had. */
  readonly cappedFromPerS: number | null;
  /** The second common rate; null where it is not offered. */
  readonly busyPerS: number | null;
  /** Each contender's rate in a closed loop, as calibration found it. */
  readonly ownPerS: Readonly<Record<string, number>>;
  /** The most that the generator may offer here; null in runs that did not keep it. */
  readonly mostPerS: number | null;
  readonly slowest: string;
  readonly slowestPerS: number;
  /** Requests of each round's warm-up, the same for all. */
  readonly warmUpRequests: number;
  /** How each contender warmed up in its pilot. */
  readonly warmUps: Readonly<Record<string, WarmUp>>;
}

/** How a run ended. What was finished is in the ledger in every case. */
export type RunEnd =
  | { readonly kind: 'planned' }
  | { readonly kind: 'built'; readonly failures: readonly ContenderFailure[] }
  | { readonly kind: 'checked'; readonly run: string }
  | { readonly kind: 'complete'; readonly run: string }
  /** A scenario was refused; those after it were not measured. */
  | { readonly kind: 'refused'; readonly run: string }
  | { readonly kind: 'interrupted'; readonly run: string }
  /** More sittings are planned, and the next may begin from `notBefore` on. */
  | { readonly kind: 'sitting-over'; readonly run: string; readonly notBefore: Date }
  /** Complete, but for the scenarios that name a rate beyond what the generator can offer here. */
  | { readonly kind: 'rate-refused'; readonly run: string }
  /** The generator could not be measured on this machine, so it can measure nobody. */
  | { readonly kind: 'generator-failed'; readonly run: string; readonly failure: GeneratorFailure }
  | { readonly kind: 'machine-busy'; readonly owner: string }
  | { readonly kind: 'ledger'; readonly problem: LedgerProblem }
  | { readonly kind: 'generator-missing' }
  | { readonly kind: 'cores'; readonly problem: CoreProblem }
  | { readonly kind: 'changed-since'; readonly run: string; readonly what: readonly string[] };
