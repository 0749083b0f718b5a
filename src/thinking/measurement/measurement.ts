import type { Difference } from '../contract/contract.ts';
import type { Rung } from '../machine/machine.ts';
import type { Surroundings } from './surroundings.ts';

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

/** Percentiles in one unit; a percentile whose tail holds fewer than 30 requests is null. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
}

/** The books of a phase: planned = correct + wrong + failed + shed + unfinished. */
export interface Books {
  readonly planned: number;
  readonly correct: number;
  readonly wrong: number;
  readonly failed: number;
  readonly shed: number;
  readonly unfinished: number;
  readonly balanced: boolean;
}

/** CPU seconds spent between the start and the end of a phase, by who spent them. */
export interface CpuBill {
  readonly wallS: number;
  readonly contenderS: number;
  readonly generatorS: number;
  /** CPU of the private services; null where the scenario has none. */
  readonly servicesS: number | null;
  /** CPU of Bakeoff itself. */
  readonly bakeoffS: number;
  /** Everything else that ran on the machine; null where it cannot be read. */
  readonly foreignS: number | null;
  /** How far off that may be, by the way it is counted here. */
  readonly foreignErrorS: number;
  /** Time the hypervisor gave to others; null where it cannot be read. */
  readonly stealS: number | null;
}

/**
 * The generator's words on its own part in a phase. `valid`: the figures are the contender's.
 * `connection-limited`: every connection was waited for, though the contender had time left. `server-saturated`: the contender did
 * not keep up. `generator-limited`: the generator was late or had no time left. `noisy-host`: others took its core. `void`: the
 * books do not balance.
 */
export const GENERATOR_VERDICTS = [
  'valid',
  'connection-limited',
  'server-saturated',
  'generator-limited',
  'noisy-host',
  'void',
] as const;

export type GeneratorVerdict = (typeof GENERATOR_VERDICTS)[number];

/** What the generator says of itself in a phase. */
export interface GeneratorReport {
  readonly verdict: GeneratorVerdict;
  readonly reasons: readonly string[];
  readonly cpuUsPerRequest: number | null;
  readonly lagP99Us: number | null;
}

/** What one phase of a round observed. */
export interface Phase {
  readonly books: Books;
  readonly offeredPerS: number | null;
  /** Open connections; null in rounds measured before it was kept. */
  readonly connections: number | null;
  /** Correct answers per second of the phase; null where nothing was answered. */
  readonly achievedPerS: number | null;
  readonly tookS: number | null;
  /** From the moment a request was due; null in a closed loop, where nothing was due. */
  readonly responseMs: Percentiles | null;
  readonly serviceMs: Percentiles;
  /** Null where nothing was answered, and in rounds measured before it was kept. */
  readonly meanServiceMs: number | null;
  readonly cpu: CpuBill;
  /** Null in rounds measured before it was looked at. */
  readonly surroundings: Surroundings | null;
  readonly generator: GeneratorReport;
  /** Commands the database counted per answer; null without a database. */
  readonly databaseCommandsPerAnswer: number | null;
  /** Digest of the requests drawn, equal for every contender of a block in an open phase. */
  readonly draws: string;
  /** HDR V2, base64, nanoseconds. */
  readonly histograms: { readonly response: string | null; readonly service: string | null };
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
  /** Null where this round did not search. */
  readonly capacity: FoundCapacity | null;
  /** Peak of the tree's proportional set size over the steady phase; null where it cannot be read. */
  readonly memoryMiB: number | null;
}

/** The contender's own fault: it counts against the contender and is shown with its last lines. */
export type ContenderFailure =
  | { readonly kind: 'requirement-missing'; readonly command: string; readonly why: string; readonly install: string }
  | {
      readonly kind: 'build-failed';
      readonly command: string;
      readonly exit: string;
      readonly lastLines: readonly string[];
    }
  | { readonly kind: 'version-unknown'; readonly command: string; readonly pattern: string; readonly got: string }
  | { readonly kind: 'start-failed'; readonly command: string; readonly reason: string }
  | {
      readonly kind: 'never-ready';
      readonly path: string;
      readonly waitedMs: number;
      readonly lastAnswer: string;
      readonly lastLines: readonly string[];
    }
  | { readonly kind: 'exited-early'; readonly exit: string; readonly lastLines: readonly string[] }
  | { readonly kind: 'port-taken'; readonly port: number; readonly owner: string }
  | {
      readonly kind: 'contract-broken';
      readonly case: string;
      readonly request: string;
      readonly differences: readonly Difference[];
    }
  | {
      readonly kind: 'died-under-load';
      readonly phase: string;
      readonly exit: string;
      readonly lastLines: readonly string[];
    }
  | {
      readonly kind: 'wrong-under-load';
      readonly phase: string;
      readonly wrong: number;
      readonly of: number;
      readonly example: readonly Difference[];
    }
  | {
      readonly kind: 'failed-under-load';
      readonly phase: string;
      readonly failed: number;
      readonly of: number;
      readonly by: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'escaped'; readonly pids: readonly number[] };

/** Why a round yields no evidence although the contender did nothing wrong. */
export type VoidReason =
  | { readonly kind: 'books'; readonly phase: string; readonly books: Books }
  | {
      readonly kind: 'generator';
      readonly phase: string;
      /** `failed`: it ended, or could not start, instead of measuring. */
      readonly verdict: GeneratorVerdict | 'failed';
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'foreign-cpu'; readonly phase: string; readonly share: number; readonly limit: number }
  | { readonly kind: 'steal'; readonly phase: string; readonly share: number; readonly limit: number }
  /** Some task waited for memory for more of the phase than is allowed. */
  | { readonly kind: 'memory-pressure'; readonly phase: string; readonly share: number; readonly limit: number }
  | { readonly kind: 'swap'; readonly phase: string; readonly pages: number }
  /** A quota held back the group that all of this runs in. */
  | { readonly kind: 'throttled'; readonly phase: string; readonly share: number; readonly limit: number }
  | { readonly kind: 'overheated'; readonly phase: string; readonly times: number }
  | { readonly kind: 'clock-jump'; readonly phase: string; readonly ms: number; readonly limitMs: number }
  /** The contender's core was so much slower (above 1) or faster after the phase than before. */
  | { readonly kind: 'core-speed'; readonly phase: string; readonly ratio: number; readonly limit: number }
  /** The contender was allowed on cores that it was not given. */
  | {
      readonly kind: 'other-cores';
      readonly phase: string;
      readonly given: readonly number[];
      readonly allowed: readonly number[];
    }
  /** Contender and generator were allowed on the same cores, though the plan keeps them apart. */
  | { readonly kind: 'same-cores'; readonly phase: string; readonly cores: readonly number[] }
  /** Figures of a closed loop that cannot all be true: its rate and its times make other than its connections in flight. */
  | { readonly kind: 'impossible'; readonly phase: string; readonly connections: number; readonly inFlight: number }
  | { readonly kind: 'service-died'; readonly service: string; readonly lastLines: readonly string[] }
  | { readonly kind: 'interrupted' };

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
