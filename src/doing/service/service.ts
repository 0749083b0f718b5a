import type { Command } from '../../thinking/fairness/seen.ts';
import type { ServiceName } from '../../thinking/scenario/scenario.ts';

/** What clients have asked of a service since it was ready; our own asking is not counted. */
export interface ServiceCounts {
  /** Open now. */
  readonly connections: number;
  /** Opened so far. */
  readonly opened: number;
  /** Of these, over TLS. */
  readonly encrypted: number;
  readonly commands: Readonly<Record<Command, number>>;
}

/** A private service, started for one scenario of a run: own directory, own port, ended with the run. */
interface Service {
  readonly version: string;
  /** What contenders receive: `DATABASE_URL`, `UPSTREAM_URL`. */
  readonly env: Readonly<Record<string, string>>;
  /** CPU seconds of its tree so far. */
  cpuSeconds(): number;
  alive(): boolean;
  lastLines(): readonly string[];
  stop(): Promise<void>;
}

/** The database. What we ask of it ourselves is counted nowhere. */
export interface Database extends Service {
  readonly name: 'mysql';
  counts(): Promise<ServiceCounts>;
  /** The rows of one statement in the contenders' database, each its columns as text. */
  ask(statement: string): Promise<readonly (readonly string[])[]>;
}

/** The upstream that contenders ask and wait for. */
export interface Upstream extends Service {
  readonly name: 'upstream';
  counts(): Promise<UpstreamCounts>;
}

/** What the upstream has been asked since it listens. */
export interface UpstreamCounts {
  readonly requests: number;
  readonly answered: number;
  /** Requests whose client went away before it was answered. */
  readonly abandoned: number;
  /** The most requests that waited at one time. */
  readonly mostInFlight: number;
}

export type Running = Database | Upstream;

/** The services of a scenario; null: it has none of that name. */
export interface Services {
  readonly mysql: Database | null;
  readonly upstream: Upstream | null;
}

export const NO_SERVICES: Services = { mysql: null, upstream: null };

/** Those that are there. */
export function running({ mysql, upstream }: Services): readonly Running[] {
  return [mysql, upstream].filter((service) => service !== null);
}

/** Commands of every kind. */
export function allCommands({ commands }: ServiceCounts): number {
  return Object.values(commands).reduce((sum, one) => sum + one, 0);
}

export type ServiceStart<T extends Running> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ServiceFailure };

export type ServiceFailure =
  | { readonly kind: 'not-installed'; readonly service: ServiceName; readonly why: string; readonly install: string }
  | { readonly kind: 'did-not-start'; readonly service: ServiceName; readonly lastLines: readonly string[] }
  | { readonly kind: 'data-differs'; readonly table: string; readonly expected: string; readonly got: string };
