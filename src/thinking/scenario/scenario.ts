import type { ExpectedAnswer, Json } from '../contract/contract.ts';
import type { ExpectedDelivery } from '../contract/deliveries.ts';
import type { Load } from '../load/load.ts';
import type { TalkStep } from './talk.ts';

/** The body of a request template. A text that is exactly one `${…}` stands for the value itself. */
export type BodyTemplate =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly json: Json }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'filler'; readonly bytes: number };

/** A request whose texts may refer to pools by `${name}` or `${name.key}`. */
export interface RequestTemplate {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyTemplate;
}

/** One kind of request, drawn with its weight. */
export interface Operation {
  readonly id: string;
  readonly weight: number;
  readonly request: RequestTemplate;
  readonly answer: ExpectedAnswer;
  /** What each service must have counted for one correct answer, at least. */
  readonly work: Work;
}

/** Statements that the database executes, requests that the upstream is asked. */
export type Work = Readonly<Record<ServiceName, number>>;

/** Of an operation that is answered without asking anybody. */
export const NO_WORK: Work = { mysql: 0, upstream: 0 };

/** A piece of the contract. */
export type Case =
  /** One request and the answer it must get, tried with `variants` draws. */
  | {
      readonly kind: 'asked';
      readonly name: string;
      readonly request: RequestTemplate;
      readonly answer: ExpectedAnswer;
      readonly variants: number;
      readonly client: Client;
    }
  | { readonly kind: 'talk'; readonly name: string; readonly steps: readonly TalkStep[] };

/** How the client of a case takes its answer. */
export type Client =
  | { readonly kind: 'patient' }
  /** It goes away after so many events, or at the head (0), once all is asked that is to be asked; so many requests to the upstream must then be given up at once. */
  | { readonly kind: 'leaves'; readonly afterEvents: number; readonly abandons: number }
  /** It times the events: none may come before it is due, the first at once and each so long after the one before, nor all in one go. */
  | { readonly kind: 'paced'; readonly everyMs: number }
  /** So many at a time read nothing for a while; the contender may hold so much more memory meanwhile. Then they read on. */
  | { readonly kind: 'slow'; readonly readers: number; readonly forMs: number; readonly mostMiB: number };

/** JSON Web Token algorithms a pool can sign with; `none` is there for cases that must be refused. */
export type JwtAlgorithm = 'HS256' | 'HS384' | 'HS512' | KeyPairAlgorithm | 'none';

/** Those that sign with a private key and are checked with its public one. */
export type KeyPairAlgorithm = 'RS256' | 'ES256';

/** Values that requests draw from, by seed. All references of one request to one pool mean the same draw. */
export type Pool =
  | { readonly kind: 'column'; readonly table: string; readonly column: string }
  | { readonly kind: 'row'; readonly table: string }
  | {
      readonly kind: 'jwt';
      readonly algorithm: JwtAlgorithm;
      readonly claims: Readonly<Record<string, Json>>;
      /** Seconds from now; negative: expired; null: no `exp` claim. */
      readonly expiresS: number | null;
      /** Of the HMAC; a private key as PEM where the algorithm has key pairs. */
      readonly secret: string;
    }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'list'; readonly values: readonly Json[] }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'text'; readonly bytes: number }
  /** A number that no other request of a round has: `digits` digits, the phase's number in the first two. */
  | { readonly kind: 'serial'; readonly digits: number };

/** How one column of a data set is made; `text` is a template over earlier columns of the row. */
export type ColumnSource =
  | { readonly kind: 'sequence'; readonly start: number }
  | { readonly kind: 'text'; readonly template: string }
  | { readonly kind: 'pick'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'hex'; readonly digits: number };

export interface Column {
  readonly name: string;
  /** SQL type as written in the table's definition. */
  readonly type: string;
  readonly source: ColumnSource;
}

export interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** SQL key clauses: `PRIMARY KEY (id)`. */
  readonly keys: readonly string[];
}

/** A data set made from a seed; the same seed makes the same rows everywhere. */
export interface DataSet {
  readonly id: string;
  readonly seed: number;
  readonly tables: readonly Table[];
}

/** Services a scenario may ask for. */
export const SERVICE_NAMES = ['mysql', 'upstream'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A question to the database about what a round left behind. */
export type Audit =
  /** Every row that it finds breaks the rule. */
  | { readonly kind: 'none'; readonly rule: string; readonly query: string }
  /** Its number grows by one for each correct answer of the operation, and by no more than was asked. */
  | { readonly kind: 'counts'; readonly rule: string; readonly query: string; readonly operation: string };

/** Rooms of WebSocket clients: each message that a member sends must reach every other of its room. */
export interface Rooms {
  /** Of the upgrade; `${room}` stands for the room's number. */
  readonly path: string;
  readonly count: number;
  readonly members: number;
  /** The text a member sends; `${stamp}` stands for the mark by which it is known again. */
  readonly message: string;
  /** What the members of one room must get of it, whole; null: that the mark comes is enough. */
  readonly delivered: ExpectedDelivery | null;
}

/** Who gets a message: all of the room but its sender. */
export function receiversOf({ members }: Rooms): number {
  return members - 1;
}

/** What connections that are held do: wait for an answer, stay open after one, or stay open after an upgrade. */
export type HeldKind = 'waiting' | 'idle' | 'websocket';

/** Connections that are opened and held while nothing else is asked, by a process of its own, to see what each of them takes of memory. */
export interface HeldLoad {
  readonly kind: HeldKind;
  /** What each asks for, once. */
  readonly path: string;
  /** Rising: those of a number stay open while the next are opened. */
  readonly counts: readonly number[];
  /** Beside the scenario's environment: a patience that outlasts the holding, for one. */
  readonly env: Readonly<Record<string, string>>;
}

/** A question put to every contender. `file:` pools are read already: they are lists here. */
export interface Scenario {
  readonly id: string;
  readonly dir: string;
  readonly question: string;
  /** What its result decides and what not, for whoever reads it; null: it says nothing of it. */
  readonly analysis: string | null;
  readonly services: readonly ServiceName[];
  readonly env: Readonly<Record<string, string>>;
  readonly data: DataSet | null;
  /** Statements that make the database what it was, before each contender is started. */
  readonly restore: readonly string[];
  readonly audits: readonly Audit[];
  /** The operation whose response times are the scenario's; null: all of them together. */
  readonly timesOf: string | null;
  readonly pools: Readonly<Record<string, Pool>>;
  /** None where its load is rooms. */
  readonly operations: readonly Operation[];
  readonly rooms: Rooms | null;
  readonly cases: readonly Case[];
  readonly load: Load;
  /** Null: nobody's connections are held. */
  readonly held: HeldLoad | null;
  /** Whether the collectors' own records are taken, in a process of their own. */
  readonly collector: boolean;
  /** Each contender takes part once on each of so many cores, ascending; none: once, on all that contenders have. */
  readonly cores: readonly number[];
  /** What a contender may take of memory while it serves the scenario; null: what it wants. */
  readonly memoryMiB: number | null;
}
