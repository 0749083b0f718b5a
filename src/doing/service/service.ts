import type { Command } from '../../thinking/fairness/seen.ts';
import type { ServiceName } from '../../thinking/scenario/scenario.ts';

/** What clients have asked of a service since it was ready; our own asking is not counted. */
export interface ServiceCounts {
  /** Open now. */
  readonly connections: number;
  /** Opened so far. */
  readonly opened: number;
  readonly commands: Readonly<Record<Command, number>>;
}

/** A private service, started for one scenario of a run: own directory, own port, ended with the run. */
export interface RunningService {
  readonly name: ServiceName;
  readonly version: string;
  /** What contenders receive: `DATABASE_URL`. */
  readonly env: Readonly<Record<string, string>>;
  /** CPU seconds of its tree so far. */
  cpuSeconds(): number;
  /** Commands the service has executed for clients so far; asking is not counted. */
  commands(): Promise<number>;
  /** The same by kind, and its connections. */
  counts(): Promise<ServiceCounts>;
  alive(): boolean;
  lastLines(): readonly string[];
  stop(): Promise<void>;
}

export type ServiceStart =
  | { readonly ok: true; readonly value: RunningService }
  | { readonly ok: false; readonly problem: ServiceFailure };

export type ServiceFailure =
  | { readonly kind: 'not-installed'; readonly service: ServiceName; readonly why: string; readonly install: string }
  | { readonly kind: 'did-not-start'; readonly service: ServiceName; readonly lastLines: readonly string[] }
  | { readonly kind: 'data-differs'; readonly table: string; readonly expected: string; readonly got: string };
