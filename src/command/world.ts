/** Where a command's words go, and whether a person is watching. */
export interface Stream {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number;
}

/** The world as a command meets it; tests hand in another one. */
export interface World {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Results, and nothing else. */
  readonly out: Stream;
  /** Everything else: progress, problems, hints. */
  readonly err: Stream;
  /** Monotonic milliseconds: durations come from here only. */
  readonly clock: () => number;
  /** Wall time is a label. */
  readonly now: () => Date;
  /** Aborts when the user or the system asks the program to stop. */
  readonly stop: Stop;
}

/** A request to stop: `code` is the exit code it asks for, 130 for SIGINT, 143 for SIGTERM. */
export interface Stop {
  readonly signal: AbortSignal;
  code(): number;
}

/** The exit codes of INTERFACE.md. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  worse: 3,
  undecided: 4,
  unfit: 5,
  contenderFailed: 6,
} as const;

/** Options that every verb takes. */
export interface GlobalOptions {
  readonly config: string | null;
  readonly json: boolean;
  readonly ndjson: boolean;
  readonly plain: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly store: string;
}

/** Escape codes only for people, only where they want them: https://no-color.org, and never into a pipe. */
export function wantsEscapes(stream: Stream, { plain }: Pick<GlobalOptions, 'plain'>, env: NodeJS.ProcessEnv): boolean {
  const unwanted = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '';
  return stream.isTTY && !plain && !unwanted;
}

export function wantsColour(stream: Stream, options: GlobalOptions, env: NodeJS.ProcessEnv): boolean {
  return options.color && wantsEscapes(stream, options, env);
}
