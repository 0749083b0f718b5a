import type { Difference } from '../contract/contract.ts';
import type { ServiceName } from '../scenario/scenario.ts';
import type { Books, GeneratorVerdict } from './phase.ts';

/** The contender's own fault: it counts against the contender and is shown with its last lines. */
export type ContenderFailure =
  | { readonly kind: 'requirement-missing'; readonly command: string; readonly why: string; readonly install: string }
  | {
      readonly kind: 'build-failed';
      readonly command: string;
      readonly exit: string;
      readonly lastLines: readonly string[];
    }
  /** What it starts was written over by another build of the same folder. */
  | { readonly kind: 'overwritten'; readonly program: string; readonly dir: string }
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
  /** It took more memory than the scenario allows it, and was ended for that. */
  | {
      readonly kind: 'out-of-memory';
      /** Null: before it was ready. */
      readonly phase: string | null;
      readonly limitMiB: number;
      readonly lastLines: readonly string[];
    }
  | {
      readonly kind: 'wrong-under-load';
      readonly phase: string;
      readonly wrong: number;
      readonly of: number;
      readonly example: readonly Difference[];
    }
  /** A service counted less than the answers of the phase must have cost it: answers came from elsewhere. */
  | {
      readonly kind: 'work-missing';
      readonly phase: string;
      readonly service: ServiceName;
      readonly counted: number;
      readonly owed: number;
    }
  /** What the database holds after the load is not what was answered. */
  | {
      readonly kind: 'audit-failed';
      /** Null: at the end, when the contender had nothing to do. */
      readonly phase: string | null;
      readonly rule: string;
      readonly expected: string;
      readonly found: readonly string[];
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
