import type { RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Json } from '../../thinking/contract/contract.ts';

/** Why the ledger could not be opened or written. The store is never replaced by an empty one. */
export type LedgerProblem =
  | { readonly kind: 'not-a-ledger'; readonly file: string; readonly detail: string }
  | { readonly kind: 'damaged'; readonly file: string; readonly detail: string }
  | { readonly kind: 'written-by-newer'; readonly file: string; readonly version: number; readonly known: number }
  | { readonly kind: 'unreachable'; readonly file: string; readonly detail: string }
  | { readonly kind: 'disk-full'; readonly file: string }
  | { readonly kind: 'busy'; readonly file: string };

export type Written = { readonly ok: true } | { readonly ok: false; readonly problem: LedgerProblem };

/**
 * `running` also stands for a run whose program was killed: nobody was left to write more. `paused`: a sitting is over, and more are
 * planned.
 */
export type RunState = 'running' | 'paused' | 'interrupted' | 'complete' | 'refused';

/** What is known of a run without reading its rounds. */
export interface RunEntry {
  readonly id: string;
  readonly created: string;
  readonly state: RunState;
  readonly name: string;
  /** The plan and the machine as they were written; `run/` reads them. */
  readonly plan: Json;
  readonly machine: Json;
}

/** A step of a run that is not a round: a build, the rates found, the service's version. */
export interface Note {
  readonly kind: string;
  readonly scenario: string | null;
  readonly detail: Json;
}

/** The journal and store of runs. Every state change is one durable transaction; nothing sealed is written over. */
export interface Ledger {
  begin(run: Omit<RunEntry, 'state'>): Written;
  /** Written before the round starts, so that a killed run shows what it was doing. */
  startRound(identity: RoundIdentity): Written;
  /** Written once the round is over and everything it started is dead. */
  sealRound(identity: RoundIdentity, outcome: RoundOutcome): Written;
  note(run: string, note: Note): Written;
  setState(run: string, state: RunState): Written;
  run(id: string): RunEntry | null;
  /** Newest first. */
  runs(): readonly RunEntry[];
  /** Sealed rounds in the order they were sealed. */
  rounds(run: string): readonly RoundOutcome[];
  notes(run: string): readonly Note[];
  remove(run: string): Written;
  close(): void;
}
