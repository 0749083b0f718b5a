import type { Limits, Rung } from '../../thinking/machine/machine.ts';

/** Something that must not outlive us; the janitor is told of it before it exists. */
export type Trace =
  | { readonly kind: 'group'; readonly path: string }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'pid'; readonly pid: number; readonly startTicks: number }
  /** Every process whose environment holds this text. */
  | { readonly kind: 'marker'; readonly text: string }
  /** A group that holds us and the janitor; its parent hands no controllers on once we are gone. */
  | { readonly kind: 'leaf'; readonly path: string };

/** What one tree is limited to. */
export interface HoldRequest {
  readonly name: string;
  readonly cores: readonly number[] | null;
  readonly memoryMiB: number | null;
  readonly pids: number | null;
}

/** How one rung holds one tree: made before the tree starts, removed when nothing of it is left. */
export interface Hold {
  readonly traces: readonly Trace[];
  /** Groups that a process enters by writing its pid into their `cgroup.procs`, in this order. */
  readonly groups: readonly string[];
  /** Added to the tree's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** True where a process 1 of ours stands before the command: it reports the entry, and ends with 128 + n for a signal n. */
  readonly hasInit: boolean;
  /** Makes the groups and sets the limits. Throws the kernel's own error where it refuses one. */
  make(): void;
  /** Puts the rung's tools before the command. */
  wrap(argv: readonly string[]): readonly string[];
  /** Told the pid of what was spawned. */
  rooted(pid: number): void;
  /** The pid that a polite SIGTERM goes to; null once there is none. */
  firstPid(): number | null;
  pids(): readonly number[];
  cpuSeconds(): number;
  /** Kills all that is in the tree now; a tree that forks may need it again. */
  kill(): void;
  outOfMemory(): boolean;
  /** False while something is left: kill and try again. */
  remove(): boolean;
}

/** A rung that this machine was seen to allow. */
export interface Footing {
  readonly rung: Rung;
  readonly limits: Limits;
  /** What the footing itself leaves behind. */
  readonly traces: readonly Trace[];
  hold(request: HoldRequest): Hold;
  close(): void;
}

/** The rung stands, or why this machine does not allow it. */
export type Footed = { readonly ok: true; readonly value: Footing } | { readonly ok: false; readonly reason: string };

/** Gives a new name `bakeoff-<run>-<name>.<owner>.<number>` for a group or a marker, never the same twice. */
export type NewName = (name: string) => string;
