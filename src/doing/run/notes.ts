import { z } from 'zod';
import type { ReportedScenario } from '../../thinking/report/input.ts';
import type { Json } from '../../thinking/contract/contract.ts';
import { COMMANDS, type Seen } from '../../thinking/fairness/seen.ts';
import type { GeneratorLimits } from '../../thinking/measurement/generator-floor.ts';
import type { VoidReason } from '../../thinking/measurement/failure.ts';
import { GENERATOR_VERDICTS } from '../../thinking/measurement/phase.ts';
import type { RateRefusal } from '../../thinking/plan/generator-room.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import type { Note } from '../ledger/ledger.ts';
import type { ServiceFailure } from '../service/service.ts';
import type { Rates } from './run.ts';

/** What calibration settles for a scenario: the rates (null when nobody is left) and the contenders that are out. */
export interface Start {
  readonly rates: Rates | null;
  readonly out: readonly string[];
  /** Null in runs made before the generator was measured: unknown, not nought. */
  readonly generator: GeneratorLimits | null;
  /** What the contenders were seen to run with in their pilots; none in runs made before they were looked at. */
  readonly seen: readonly Seen[];
}

const number = z.number().nullable();

const generator = z.object({
  ceilingPerS: z.number(),
  connections: z.number(),
  floor: z
    .object({
      ratePerS: z.number(),
      p50Ms: number,
      p99Ms: number,
      sendLagP99Us: number,
      cpuUsPerRequest: number,
      verdict: z.enum(GENERATOR_VERDICTS),
    })
    .nullable(),
});

const warmUp = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('steady'), afterRequests: z.number(), afterS: z.number() }),
  z.object({ kind: z.literal('never-steady'), requests: z.number(), seconds: z.number() }),
  z.object({ kind: z.literal('unknown') }),
]);

const perAnswer = z.record(z.enum(COMMANDS), z.number());

const seen = z.object({
  scenario: z.string(),
  contender: z.string(),
  // What a run made before it was asked is without is unknown.
  version: z.string().nullable().default(null),
  built: z.array(z.array(z.string())).nullable().default(null),
  processes: z.number(),
  threads: number,
  cores: z.array(z.number()).nullable(),
  settings: z.record(z.string(), z.string()).nullable().default(null),
  database: z
    .object({
      connections: z.number(),
      opened: z.number(),
      encrypted: number.default(null),
      preparedBefore: z.number(),
      perAnswer,
    })
    .nullable(),
  upstreamPerAnswer: number.default(null),
  printedPerAnswer: number.default(null),
  answer: z
    .object({
      headBytes: z.number(),
      bodyBytes: z.number(),
      headers: z.array(z.string()),
      framing: z.enum(['length', 'chunked', 'until-closed']),
      keepsAlive: z.boolean(),
      encoding: z.string().nullable(),
    })
    .nullable(),
});

const start = z.object({
  rates: z
    .object({
      steadyPerS: z.number(),
      cappedFromPerS: number.default(null),
      busyPerS: number.default(null),
      ownPerS: z.record(z.string(), z.number()).default({}),
      mostPerS: number.default(null),
      slowest: z.string(),
      slowestPerS: z.number(),
      warmUpRequests: z.number(),
      warmUps: z.record(z.string(), warmUp).default({}),
    })
    .nullable(),
  out: z.array(z.string()),
  generator: generator.nullable().default(null),
  seen: z.array(seen).default([]),
});

/** The calibration of a scenario as an earlier part of the run noted it, or null. A resumed run keeps its rates. */
export function startNoted(notes: readonly Note[], scenario: string): Start | null {
  const note = notes.findLast((one) => one.kind === 'calibrated' && one.scenario === scenario);
  return note === undefined ? null : start.parse(note.detail);
}

/** A scenario as reports name it. */
export function askedOf({ load: { surge }, held, ...scenario }: Scenario): ReportedScenario {
  const { id, question, analysis, timesOf, memoryMiB } = scenario;
  const asked = held === null ? null : { kind: held.kind, path: held.path };
  return { id, question, analysis, timesOf, surge, held: asked, memoryMiB };
}

/** Who and what a run is about, as a report names them; the plan holds ids only. */
export interface LineUpNote {
  readonly contenders: readonly {
    readonly id: string;
    readonly title: string;
    readonly language: string;
    readonly version: string;
    readonly source: string;
  }[];
  readonly scenarios: readonly ReportedScenario[];
}

const lineUp = z.object({
  contenders: z.array(
    z.object({ id: z.string(), title: z.string(), language: z.string(), version: z.string(), source: z.string() }),
  ),
  scenarios: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      // Runs made before scenarios said it have none.
      analysis: z.string().nullable().default(null),
      timesOf: z.string().nullable().default(null),
      surge: z.object({ share: z.number(), forS: z.number(), recoveryS: z.number() }).nullable().default(null),
      held: z
        .object({ kind: z.enum(['waiting', 'idle', 'websocket']), path: z.string() })
        .nullable()
        .default(null),
      memoryMiB: z.number().nullable().default(null),
    }),
  ),
});

/** The line-up as built last, or null where the run did not get that far. */
export function lineUpNoted(notes: readonly Note[]): LineUpNote | null {
  const note = notes.findLast((one) => one.kind === 'line-up');
  return note === undefined ? null : lineUp.parse(note.detail);
}

const service = z.object({ name: z.string(), version: z.string() });

/** The services that scenarios ran with. */
export function servicesNoted(notes: readonly Note[]): readonly { scenario: string; name: string; version: string }[] {
  const found = new Map<string, { scenario: string; name: string; version: string }>();
  for (const note of notes) {
    if (note.kind !== 'service' || note.scenario === null) continue;
    const one = { scenario: note.scenario, ...service.parse(note.detail) };
    found.set(`${one.scenario} ${one.name}`, one);
  }
  return [...found.values()];
}

/** Seconds the run has measured so far, over all its parts; null where none ended. */
export function secondsNoted(notes: readonly Note[]): number | null {
  const parts = notes.filter((note) => note.kind === 'took').map((note) => z.number().parse(note.detail));
  return parts.length === 0 ? null : parts.reduce((sum, seconds) => sum + seconds, 0);
}

/** A contender without a rate, for a reason that is not its own. */
export interface LeftOutNote {
  readonly contender: string;
  readonly scenario: string;
  readonly reason: VoidReason;
}

const leftOut = z.object({ contender: z.string(), reason: z.custom<VoidReason>() });

/** Contenders that calibration gave no rate, so that they have no rounds. */
export function leftOutNoted(notes: readonly Note[]): readonly LeftOutNote[] {
  return notes.flatMap((note) =>
    note.kind === 'left-out' && note.scenario !== null
      ? [{ ...leftOut.parse(note.detail), scenario: note.scenario }]
      : [],
  );
}

const refusedRate = z.object({ askedPerS: z.number(), ceilingPerS: z.number(), connections: z.number() });

/** Scenarios whose named rate the generator cannot offer here; not one that a resumed part of the run did measure. */
export function rateRefusalsNoted(
  notes: readonly Note[],
): readonly { readonly scenario: string; readonly refusal: RateRefusal }[] {
  const found = new Map<string, RateRefusal>();
  for (const { kind, scenario, detail } of notes) {
    if (kind !== 'rate-refused' || scenario === null || startNoted(notes, scenario) !== null) continue;
    found.set(scenario, refusedRate.parse(detail));
  }
  return [...found].map(([scenario, refusal]) => ({ scenario, refusal }));
}

const serviceFailure = z.custom<ServiceFailure>();

/** Scenarios without rounds, since their service could not be had. */
export function serviceFailuresNoted(notes: readonly Note[]): readonly { scenario: string; failure: ServiceFailure }[] {
  return notes.flatMap(({ kind, scenario, detail }) =>
    kind === 'service-failed' && scenario !== null ? [{ scenario, failure: serviceFailure.parse(detail) }] : [],
  );
}

/** A plain value as the ledger keeps it. */
export function noteOf(value: object): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives JSON, by definition
  return JSON.parse(JSON.stringify(value)) as Json;
}
