import type { Rung } from '../machine/machine.ts';
import type { Collected } from './collector.ts';
import type { ContenderFailure, VoidReason } from './failure.ts';
import type { Held } from './held.ts';
import type { CpuBill, Phase } from './phase.ts';
import type { Surge } from './surge.ts';

/** Where in a run a round stands. `entry` is a contender's id or `placebo`. */
export interface RoundIdentity {
  readonly run: string;
  readonly scenario: string;
  readonly entry: string;
  readonly contender: string;
  readonly block: number;
  readonly position: number;
  /** The stretch of time it belongs to, from 0 on: a run that is gone on with after a pause has several. */
  readonly sitting: number;
}

/** A contender under a share of its own rate in a closed loop, as calibration found it. */
export interface OwnLoad {
  /** 0.25 = a quarter of it. */
  readonly share: number;
  readonly phase: Phase;
}

/** One attempt of a search for a capacity. */
export interface CapacityAttempt {
  readonly perSecond: number;
  /** Whether it met the objective; void is no evidence either way. */
  readonly outcome: 'passed' | 'failed' | 'void';
  /** By what it failed, or what made it void; null where it passed. */
  readonly why: string | null;
  /** Null where its tail was too thin. */
  readonly p99Ms: number | null;
  readonly cpu: CpuBill;
}

/** What a search for a capacity came to. */
export interface FoundCapacity {
  /** The highest rate of the grid that met the objective; null at any other end than `found`. */
  readonly perSecond: number | null;
  readonly end: 'found' | 'below-grid' | 'beyond' | 'undecided';
  readonly attempts: readonly CapacityAttempt[];
  readonly tookS: number;
}

/** Everything one round observed. */
export interface Measurement {
  readonly identity: RoundIdentity;
  readonly source: string;
  readonly version: string;
  readonly rung: Rung;
  /** That the contender was given; null in rounds measured before it was kept, when each had all that contenders have. */
  readonly cores: readonly number[] | null;
  readonly startedAt: string;
  readonly tookS: number;
  readonly readyMs: number;
  readonly warmUpRequests: number;
  readonly steady: Phase;
  /** Under the second common rate; null where it is not asked for. */
  readonly busy: Phase | null;
  /** Under shares of its own rate, rising; none where they are not asked for. */
  readonly own: readonly OwnLoad[];
  readonly peak: Phase;
  /** More than it can do, and its recovery; null where the scenario asks for none, and where the generator had no room for it. */
  readonly surge: Surge | null;
  /** Connections held open to another process of it; null where the scenario asks for none. */
  readonly held: Held | null;
  /** What its collector did, by another process of it; null where nobody asks, and where it has none or writes nothing down. */
  readonly collected: Collected | null;
  /** What the tree was allowed to take of memory; null where it was not limited. */
  readonly memoryLimitMiB: number | null;
  /** Null where this round did not search. */
  readonly capacity: FoundCapacity | null;
  /** The most that the tree took over the steady phase, as if it were alone on the machine (of rounds of earlier programs its proportional set size); null where it cannot be read. */
  readonly memoryMiB: number | null;
}

/** A round either yields evidence or says why it yields none; there is no half-filled record. */
export type RoundOutcome =
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'failed'; readonly identity: RoundIdentity; readonly failure: ContenderFailure }
  | {
      readonly kind: 'void';
      readonly identity: RoundIdentity;
      readonly reason: VoidReason;
      readonly measurement: Measurement | null;
    };
