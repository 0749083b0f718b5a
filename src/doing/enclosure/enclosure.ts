import type { Limits, Rung } from '../../thinking/machine/machine.ts';

/** What to hold: a command, where, on which cores, within which limits. */
export interface EnclosureRequest {
  /** Short and safe for a path: `r-7f3a-node-fastify`. */
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: not pinned. */
  readonly cores: readonly number[] | null;
  readonly memoryMiB: number | null;
  readonly pids: number | null;
  /** A pipe to the process's standard input, for programs driven by lines. */
  readonly stdin: 'none' | 'pipe';
  /** Called with each complete line of standard output instead of keeping it; null: kept among the last lines. */
  readonly onLine: ((line: string) => void) | null;
  /** Called with each complete line of both streams, which are kept as ever; absent: nobody listens. Not beside `onLine`. */
  readonly hears?: ((line: string) => void) | null;
}

/** How a process ended. */
export type Exit =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'out-of-memory'; readonly limitMiB: number };

/** A process tree that runs and will surely end. */
export interface Enclosed {
  readonly pid: number;
  readonly rung: Rung;
  /** Settles when the first process has ended and its last output was read; the tree may still hold others. */
  readonly exited: Promise<Exit>;
  /** Pids in the tree now. */
  pids(): readonly number[];
  /** CPU seconds of the whole tree so far, ended processes included where the rung can know them. */
  cpuSeconds(): number;
  /** The last lines of standard output and error, bounded in number and length, control characters removed. */
  lastLines(): readonly string[];
  /** Bytes of both so far, apart from lines that are called back with. */
  printed(): number;
  write(line: string): void;
  /** SIGTERM, then the surely-killing way after the grace; without grace (0) that at once. Resolves when nothing of the tree is left. */
  stop(graceMs: number): Promise<Exit>;
}

/** Why a command could not be started at all. */
export interface StartFailure {
  readonly kind: 'start-failed';
  readonly command: string;
  readonly reason: string;
}

export type Started =
  | { readonly ok: true; readonly value: Enclosed }
  | { readonly ok: false; readonly problem: StartFailure };

/** The rung this machine allows and the means to start on it; closing it removes every cgroup it made. */
export interface Isolation {
  readonly rung: Rung;
  /** By what each limit is kept here. */
  readonly limits: Limits;
  /** Better rungs, and why they do not stand on this machine. */
  readonly refused: readonly { readonly rung: Rung; readonly reason: string }[];
  /** Limit of open files of every tree: the hard limit of this process; null where there is none. */
  readonly openFiles: number | null;
  start(request: EnclosureRequest): Promise<Started>;
  /** A new directory of that name and a number, which is surely removed at the end, also after SIGKILL of this program. */
  temporaryDirectory(name: string): string;
  close(): Promise<void>;
}
