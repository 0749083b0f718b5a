import { z } from 'zod';

import { METRICS } from '../measurement/metric.ts';
import type { Unit } from '../quantity/quantity.ts';
import type { Comparison, RunEvidence } from './evidence.ts';
import { machineSchema, seenAt, type Read } from './seen-parse.ts';

// The documents that Bakeoff prints are read as anybody else would read them: so a record of another machine, or of a version before,
// serves as well as a run of the store.

const metric = z.enum(METRICS.map(({ id }) => id));
const UNITS = ['us', 'ms', 's', 'requests/s', 'MiB', 'KiB', 'ratio', 'share'] as const satisfies readonly Unit[];
const number = z.number().nullable();

const comparison = z.object({
  scenario: z.string(),
  metric,
  contender: z.string(),
  against: z.string(),
  verdict: z.string(),
  ratio: number,
  low: number,
  high: number,
  level: z.number(),
  n: z.number(),
  reason: z.string(),
  reason_kind: z.string(),
});

const heldSchema = z.object({
  contender: z.string(),
  rounds: z.number(),
  steps: z.array(z.object({ connections: z.number(), fallen_rounds: z.number() })),
});

const collectorSchema = z.object({
  contender: z.string(),
  rounds: z.number(),
  longest_pause_ms: number,
  longest_pause_low_ms: number.default(null),
  longest_pause_high_ms: number.default(null),
  longest_pause_level: number.default(null),
});

const scaling = z.object({
  contender: z.string(),
  cores: z.number(),
  room: number,
  verdicts: z.array(comparison),
});

const resultSchema = z.object({
  schema: z.literal('bakeoff/result@1'),
  run: z.string(),
  seed: z.number(),
  complete: z.boolean(),
  profile: z.object({ name: z.string() }),
  machine: machineSchema,
  contenders: z.array(z.object({ id: z.string() })),
  scenarios: z.array(
    z.object({
      id: z.string(),
      blocks: z.object({ planned: z.number(), done: z.number() }),
      sittings: z.array(z.object({ to: z.string() })).default([]),
      scalings: z.array(scaling).default([]),
      held: z.array(heldSchema).default([]),
      collectors: z.array(collectorSchema).default([]),
    }),
  ),
  verdicts: z.array(comparison),
  pairs: z.array(comparison),
  beside: z.array(comparison).default([]),
  summaries: z.array(
    z.object({
      scenario: z.string(),
      contender: z.string(),
      metric,
      unit: z.enum(UNITS),
      median: number.default(null),
      low: number.default(null),
      high: number.default(null),
    }),
  ),
  refused: z.object({ reason: z.string() }).nullable(),
});

type ResultWire = z.output<typeof resultSchema>;
type ScenarioWire = ResultWire['scenarios'][number];

const PLACEBO = 'placebo';

/** A result document (`bakeoff/result@1`) as evidence. @param here true for a run of the store that asks. */
export function readResult(document: unknown, here: boolean): Read<RunEvidence> {
  const read = resultSchema.safeParse(document);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const wire = read.data;
  const at = wire.scenarios.flatMap(({ sittings }) => sittings.map(({ to }) => to)).toSorted();
  const seen = seenAt(wire.machine, at.at(-1) ?? dayOf(wire.run), here);
  const scalings = wire.scenarios.flatMap((scenario) => scenario.scalings);
  return {
    ok: true,
    value: {
      run: wire.run,
      seen,
      profile: wire.profile.name,
      command: commandOf(wire),
      refused: refusedOf(wire),
      cells: wire.scenarios.map(({ id, blocks }) => ({
        scenario: id,
        blocks: blocks.done,
        contenders: ranIn(wire, id),
      })),
      comparisons: [...wire.verdicts, ...wire.pairs, ...wire.beside, ...scalings.flatMap(({ verdicts }) => verdicts)]
        .filter(({ contender }) => contender !== PLACEBO)
        .map(comparisonOf),
      medians: wire.summaries.flatMap(({ median, low, high, ...cell }) =>
        median === null ? [] : [{ ...cell, median, low: low ?? median, high: high ?? median }],
      ),
      growths: wire.scenarios.flatMap(growthsOf),
      held: wire.scenarios.flatMap(heldOf),
      pauses: wire.scenarios.flatMap(pausesOf),
    },
  };
}

/** Of a run that was made before sittings were told: its name has the day. */
function dayOf(run: string): string {
  return /^r-(\d{4})(\d{2})(\d{2})/u.exec(run)?.slice(1).join('-') ?? '';
}

/**
 * Why a run has a word, or none, where its ratio is a fact about the two contenders. With any other reason something else held them
 * down, the difference is less than anybody notices, or there were too few blocks or the wrong ones: then there is no number.
 */
const FACTS: readonly string[] = [
  'interval-clear-of-one',
  'interval-inside-margin',
  'interval-too-wide',
  'not-sure-enough',
];

function comparisonOf(wire: z.output<typeof comparison>): Comparison {
  const { verdict, reason_kind: kind, ratio, ...rest } = wire;
  return { ...rest, ratio: FACTS.includes(kind) ? ratio : null, same: verdict === 'equivalent' };
}

/** A run that is not at its end has no say yet. */
function refusedOf({ complete, refused, run }: ResultWire): string | null {
  if (refused !== null) return refused.reason;
  return complete ? null : `${run} is not finished`;
}

function ranIn({ summaries }: ResultWire, scenario: string): readonly string[] {
  const own = summaries.filter((one) => one.scenario === scenario && one.contender !== PLACEBO);
  return [...new Set(own.map(({ contender }) => contender))];
}

function commandOf({ contenders, scenarios, profile, seed }: ResultWire): string {
  const ids = new Set(contenders.map(({ id }) => id.replace(/@\d+$/u, '')));
  const blocks = Math.max(...scenarios.map((one) => one.blocks.planned));
  const asked = scenarios.map(({ id }) => id).join(' ');
  return `bakeoff run ${[...ids].join(' ')} --scenario ${asked} --profile ${profile.name} --blocks ${blocks} --seed ${seed}`;
}

function growthsOf({ id, scalings }: ScenarioWire): RunEvidence['growths'] {
  return scalings.map(({ contender, cores, room, verdicts }) => ({
    scenario: id,
    contender,
    cores,
    room,
    peakRate: verdicts.map(comparisonOf).find((one) => one.metric === 'peak-rate') ?? null,
  }));
}

function heldOf({ id, held }: ScenarioWire): RunEvidence['held'] {
  return held.map(({ contender, rounds, steps }) => ({
    scenario: id,
    contender,
    rounds,
    most: Math.max(0, ...steps.filter((step) => step.fallen_rounds === 0).map(({ connections }) => connections)),
    asked: Math.max(0, ...steps.map(({ connections }) => connections)),
  }));
}

function pausesOf({ id, collectors }: ScenarioWire): RunEvidence['pauses'] {
  return collectors.map((one) => ({
    scenario: id,
    contender: one.contender,
    rounds: one.rounds,
    longestMs: one.longest_pause_ms,
    lowMs: one.longest_pause_low_ms,
    highMs: one.longest_pause_high_ms,
    level: one.longest_pause_level,
  }));
}
