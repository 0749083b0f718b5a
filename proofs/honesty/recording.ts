import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { completedOutcome } from '../../src/doing/ledger/store.ts';
import type { RoundOutcome } from '../../src/thinking/measurement/measurement.ts';
import type { Metric, MetricId } from '../../src/thinking/measurement/metric.ts';
import { metricOf, readValue } from '../../src/thinking/measurement/reading.ts';
import type { GateLimits } from '../../src/thinking/verdict/limits.ts';
import { slownessIn, sortRounds, type LineUp } from '../../src/thinking/verdict/rounds.ts';

/** A run as it was recorded, so that any later method can be judged on it: everything but the histograms. */
export interface RecordedRun {
  readonly run: string;
  readonly created: string;
  readonly machine: string;
  readonly profile: string;
  readonly gates: GateLimits;
  readonly lineUp: LineUp;
  readonly outcomes: readonly RoundOutcome[];
}

const line = z.object({
  run: z.string(),
  created: z.string(),
  machine: z.string(),
  profile: z.string(),
  gates: z.custom<GateLimits>(),
  lineUp: z.custom<LineUp>(),
  outcomes: z.array(z.custom<RoundOutcome>()),
});

/** Reads `rounds.ndjson.gz`: one run a line, in the order they were made. */
export function readRecording(file: string): readonly RecordedRun[] {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  return text.split('\n').flatMap((one) => {
    if (one === '') return [];
    const run = line.parse(JSON.parse(one));
    return [{ ...run, outcomes: run.outcomes.map(completedOutcome) }];
  });
}

/** One entry's round of a block that counts. */
export interface Arm {
  readonly position: number;
  readonly values: ReadonlyMap<MetricId, number>;
  /** Log of the time of the watched work, in the phases of the metrics for which it counts. */
  readonly slowness: ReadonlyMap<MetricId, number>;
}

/** The block's rounds by entry. */
export type RecordedBlock = ReadonlyMap<string, Arm>;

/** The blocks of a run that count, by the gates it was registered with. */
export function blocksOf(
  { lineUp, outcomes, gates }: RecordedRun,
  metrics: readonly MetricId[],
): readonly RecordedBlock[] {
  return sortRounds(lineUp, outcomes, gates).counted.map(({ rounds }) => {
    const arms = [...rounds].map(([entry, round]): readonly [string, Arm] => {
      const values = byMetric(metrics, (metric) => readValue(metric, round));
      const slowness = byMetric(metrics, (metric) => slownessIn(metric, round));
      return [entry, { position: round.identity.position, values, slowness }];
    });
    return new Map(arms);
  });
}

/** What there is of each metric. */
function byMetric(metrics: readonly MetricId[], of: (metric: Metric) => number | null): ReadonlyMap<MetricId, number> {
  const found = metrics.flatMap((id) => {
    const value = of(metricOf(id));
    return value === null ? [] : [[id, value] as const];
  });
  return new Map(found);
}

/** The contender that is entered twice. */
export function baselineOf({ lineUp }: RecordedRun): string {
  return lineUp.entries.find((entry) => entry.id === 'placebo')?.contender ?? '';
}
