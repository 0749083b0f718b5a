/**
 * What a contender was seen to run with while it served a scenario: read from its living processes, from the kernel and from the
 * database, not from what its sources say. Null: not there, or it could not be read.
 */
export interface Seen {
  readonly scenario: string;
  readonly contender: string;
  /** As its version command told it. */
  readonly version: string | null;
  /** The commands that built it, in their order, each as its words. */
  readonly built: readonly (readonly string[])[] | null;
  readonly processes: number;
  readonly threads: number | null;
  /** Cores that its threads are allowed on. */
  readonly cores: readonly number[] | null;
  /** What its first process was started with that concerns its runtime; null where it cannot be read. */
  readonly settings: Readonly<Record<string, string>> | null;
  readonly database: DatabaseUse | null;
  /** Requests that the upstream counted for each answer. */
  readonly upstreamPerAnswer: number | null;
  /** Bytes that its tree wrote to standard output and error for each answer, which is where a service logs. */
  readonly printedPerAnswer: number | null;
  readonly answer: AnswerForm | null;
}

/** Commands to the database; `ping` counts resets of the whole connection too, since the server does not part them. */
export const COMMANDS = ['execute', 'query', 'prepare', 'close', 'reset', 'ping'] as const;

export type Command = (typeof COMMANDS)[number];

export interface DatabaseUse {
  /** Held open after the load, with nothing to do. */
  readonly connections: number;
  /** Opened anew while it was loaded. */
  readonly opened: number;
  /** Opened over TLS since it was started; null in runs made before that was asked. */
  readonly encrypted: number | null;
  /** Statements prepared from its start to the first request of the load. */
  readonly preparedBefore: number;
  readonly perAnswer: Readonly<Record<Command, number>>;
}

/** How it answers a request of the contract that also offers to take compressed bodies. */
export interface AnswerForm {
  readonly headBytes: number;
  readonly bodyBytes: number;
  /** Names, lower-case, in the order of the alphabet. */
  readonly headers: readonly string[];
  readonly framing: 'length' | 'chunked' | 'until-closed';
  readonly keepsAlive: boolean;
  readonly encoding: string | null;
}
