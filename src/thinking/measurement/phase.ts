import type { Surroundings } from './surroundings.ts';

/** Percentiles in one unit; a percentile whose tail holds fewer than 30 requests is null. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
}

/** The books of a phase: planned = correct + wrong + failed + shed + unfinished. */
export interface Books {
  readonly planned: number;
  readonly correct: number;
  readonly wrong: number;
  readonly failed: number;
  readonly shed: number;
  readonly unfinished: number;
  readonly balanced: boolean;
}

/** CPU seconds spent between the start and the end of a phase, by who spent them. */
export interface CpuBill {
  readonly wallS: number;
  readonly contenderS: number;
  readonly generatorS: number;
  /** CPU of the private services; null where the scenario has none. */
  readonly servicesS: number | null;
  /** CPU of Bakeoff itself. */
  readonly bakeoffS: number;
  /** Everything else that ran on the machine; null where it cannot be read. */
  readonly foreignS: number | null;
  /** How far off that may be, by the way it is counted here. */
  readonly foreignErrorS: number;
  /** Time the hypervisor gave to others; null where it cannot be read. */
  readonly stealS: number | null;
}

/**
 * The generator's words on its own part in a phase. `valid`: the figures are the contender's.
 * `connection-limited`: every connection was waited for, though the contender had time left. `server-saturated`: the contender did
 * not keep up. `generator-limited`: the generator was late or had no time left. `noisy-host`: others took its core. `void`: the
 * books do not balance.
 */
export const GENERATOR_VERDICTS = [
  'valid',
  'connection-limited',
  'server-saturated',
  'generator-limited',
  'noisy-host',
  'void',
] as const;

export type GeneratorVerdict = (typeof GENERATOR_VERDICTS)[number];

/** What the generator says of itself in a phase. */
export interface GeneratorReport {
  readonly verdict: GeneratorVerdict;
  readonly reasons: readonly string[];
  readonly cpuUsPerRequest: number | null;
  readonly lagP99Us: number | null;
}

/** What one operation had in a phase. */
export interface OperationPart {
  readonly correct: number;
  readonly wrong: number;
  readonly failed: number;
  readonly shed: number;
  readonly unfinished: number;
  /** As of the phase. */
  readonly responseMs: Percentiles | null;
  readonly serviceMs: Percentiles;
  /** Of an answer that comes in pieces; null where it does not. */
  readonly pieces: Pieces | null;
}

/** How the pieces of streamed answers came: server-sent events, or whatever came at once. */
export interface Pieces {
  /** To the first byte of the body, from the moment the request was due (in a closed loop: sent). */
  readonly firstMs: Percentiles;
  /** From each piece to the next. */
  readonly gapMs: Percentiles;
}

/** What one phase of a round observed. */
export interface Phase {
  readonly books: Books;
  readonly offeredPerS: number | null;
  /** Connections that could be busy at a time; null in rounds measured before it was kept. */
  readonly connections: number | null;
  /** Correct answers per second of the phase; null where nothing was answered. */
  readonly achievedPerS: number | null;
  readonly tookS: number | null;
  /** From the moment a request was due; null in a closed loop, where nothing was due. */
  readonly responseMs: Percentiles | null;
  readonly serviceMs: Percentiles;
  /** By operation; empty in rounds measured before it was kept. */
  readonly parts: Readonly<Record<string, OperationPart>>;
  /** The operation whose times are the scenario's; null: those of all together. */
  readonly timesOf: string | null;
  /** Null where nothing was answered, and in rounds measured before it was kept. */
  readonly meanServiceMs: number | null;
  readonly cpu: CpuBill;
  /** Null in rounds measured before it was looked at. */
  readonly surroundings: Surroundings | null;
  readonly generator: GeneratorReport;
  /** Commands the database counted per answer; null without a database. */
  readonly databaseCommandsPerAnswer: number | null;
  /** Requests the upstream counted per answer; null without an upstream. */
  readonly upstreamRequestsPerAnswer: number | null;
  /** Digest of the requests drawn, equal for every contender of a block in an open phase. */
  readonly draws: string;
  /** HDR V2, base64, nanoseconds. */
  readonly histograms: { readonly response: string | null; readonly service: string | null };
}
