import type { Books, GeneratorVerdict, OperationPart, Percentiles } from '../../thinking/measurement/phase.ts';
import type { Delivery } from '../../thinking/contract/deliveries.ts';
import type { Rooms } from '../../thinking/scenario/scenario.ts';
import type { Slot } from '../../thinking/scenario/slots.ts';

/** One request, rendered whole; the generator only draws and sends it. */
export interface RenderedVariant {
  readonly bytes: string;
  readonly minLength: number;
  /** Null: of any length. */
  readonly maxLength: number | null;
  readonly head: boolean;
  readonly slots: readonly Slot[];
}

/** An operation with the variants its requests are drawn from. */
export interface RenderedLoad {
  readonly id: string;
  readonly weight: number;
  readonly status: number;
  readonly type: string | null;
  /** Whether its pieces are timed by themselves, and what a piece is; null: it is timed as a whole only. */
  readonly stream: 'events' | 'bytes' | null;
  readonly variants: readonly RenderedVariant[];
}

/** What is put to a contender: requests drawn from operations, or messages between the members of rooms. */
export type Demand =
  | {
      readonly kind: 'requests';
      readonly operations: readonly RenderedLoad[];
      /** Requests on the wire at a time; null: one a connection. */
      readonly inFlight: number | null;
    }
  | { readonly kind: 'rooms'; readonly rooms: Rooms };

/** One phase of a round as the generator carries it out. */
export interface PhasePlan {
  readonly id: string;
  readonly arrivals:
    | { readonly kind: 'poisson'; readonly ratePerS: number }
    | { readonly kind: 'constant'; readonly ratePerS: number }
    | {
        readonly kind: 'steps';
        /** Whether requests come at random about these rates, or evenly. */
        readonly each: 'poisson' | 'constant';
        readonly steps: readonly { readonly ratePerS: number; readonly forMs: number }[];
      }
    | { readonly kind: 'closed'; readonly requests: number | null };
  /** Of steps: of all together. */
  readonly forMs: number;
}

/** All the generator is told for one round. */
export interface GeneratorPlan {
  readonly port: number;
  readonly connections: number;
  readonly cores: readonly number[];
  /** Go before the database and this program on their common core; never where the contender shares it. */
  readonly realtime: boolean;
  readonly seed: number;
  readonly timeoutMs: number;
  readonly demand: Demand;
  readonly phases: readonly PhasePlan[];
  /** What slots that tell the phase hold in the first one. */
  readonly firstPhase: number;
}

/** What the generator reports of one phase. */
export interface PhaseReport extends Books {
  readonly verdict: GeneratorVerdict;
  readonly reasons: readonly string[];
  readonly partial: boolean;
  readonly wrongBy: Readonly<Record<string, number>>;
  readonly failedBy: Readonly<Record<string, number>>;
  /** Null where nothing was answered. */
  readonly tookS: number | null;
  readonly offeredPerS: number | null;
  readonly achievedPerS: number | null;
  readonly responseMs: Percentiles | null;
  readonly serviceMs: Percentiles;
  readonly meanServiceMs: number | null;
  readonly sendLagP99Us: number | null;
  readonly cpuUsPerRequest: number | null;
  /** By operation. */
  readonly parts: Readonly<Record<string, OperationPart>>;
  readonly draws: string;
  readonly histograms: { readonly response: string | null; readonly service: string | null };
}

/** An answer's whole body, kept for one request in N. */
export interface SampledBody {
  readonly k: number;
  readonly operation: string;
  readonly variant: number;
  /** Null where the answer had no status line that could be read. */
  readonly status: number | null;
  readonly body: string;
}

/** The requests of one operation that were due in a second and came to one outcome. */
export interface SecondCell {
  readonly outcome: 'correct' | 'wrong' | 'failed' | 'shed' | 'unfinished';
  readonly count: number;
  /** Of their response times; null where there are none. */
  readonly response: string | null;
}

/** One second of a phase. */
export interface PhaseSecond {
  readonly second: number;
  /** Correct answers that came in it. */
  readonly correct: number;
  /** Of the requests due in it. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly cells: readonly SecondCell[];
}

/** A phase's report with its seconds, and the bodies or deliveries that were kept of it. */
export interface PhaseResult {
  readonly report: PhaseReport;
  readonly seconds: readonly PhaseSecond[];
  readonly bodies: readonly SampledBody[];
  readonly deliveries: readonly Delivery[];
}

/** What the generator came to instead of its next step. */
export interface GeneratorFailure {
  readonly kind: 'generator-failed';
  readonly reason: string;
  readonly lastLines: readonly string[];
}

export type Stepped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: GeneratorFailure };

/** A generator at work on one round. It waits before each phase, so that counters can be read while all is quiet. */
export interface Generator {
  /** Resolves when the connections stand and the named phase waits to be started. */
  waiting(phase: string): Promise<Stepped<null>>;
  /** Starts the phase that waits and resolves with its result once every request is accounted for. */
  run(phase: string): Promise<Stepped<PhaseResult>>;
  cpuSeconds(): number;
  /** Pids of its tree now. */
  pids(): readonly number[];
  stop(): Promise<void>;
}
