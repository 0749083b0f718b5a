/** A command as its arguments; never a shell line. */
export type Argv = readonly [string, ...string[]];

/** A tool without which the contender cannot be built or started. */
export interface Requirement {
  readonly run: Argv;
  readonly why: string;
  readonly install: string;
}

/** In whose words a runtime writes down what its collector does. */
export type CollectorForm = 'go' | 'v8';

/** How to have it written down, line by line on standard output or error. */
export interface CollectorTrace {
  readonly form: CollectorForm;
  readonly env: Readonly<Record<string, string>>;
  /** Null: as it is started always. */
  readonly start: Argv | null;
}

/** Who competes: everything needed to build, start and recognise it. Paths are absolute. */
export interface Contender {
  /** `node-fastify`, or `node-fastify+string-secret` for a variant. */
  readonly id: string;
  readonly title: string;
  /** Gives it its colour: `node`, `go`, `rust` or any other word. */
  readonly language: string;
  readonly dir: string;
  /** Prints the version; the pattern has a group `version`. Null only for an inline contender that names none: its source digest stands in. */
  readonly version: { readonly run: Argv; readonly pattern: string } | null;
  readonly requires: readonly Requirement[];
  readonly build: readonly Argv[];
  readonly start: Argv;
  readonly ready: { readonly path: string; readonly withinMs: number };
  readonly env: Readonly<Record<string, string>>;
  /** Of its build: a variant without a build of its own shares what its contender built, and both build in this environment, in one folder. */
  readonly buildEnv: Readonly<Record<string, string>>;
  /** Null where it has no collector, or does not say. */
  readonly collector: CollectorTrace | null;
  /** Ids of the scenarios it serves, or every one. */
  readonly serves: { readonly kind: 'all' } | { readonly kind: 'some'; readonly scenarios: readonly string[] };
  /** So many of the machine's cores, and no others; null: all that contenders have. */
  readonly cores: number | null;
  /** Set for a variant: its name, why it is worth a look, and whether it builds for itself what it starts. */
  readonly variant: {
    readonly of: string;
    readonly name: string;
    readonly why: string;
    readonly builds: boolean;
  } | null;
}
