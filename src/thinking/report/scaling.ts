import type { Seen } from '../fairness/seen.ts';
import type { MetricId } from '../measurement/metric.ts';
import { formatNumber, formatShare } from '../quantity/format.ts';
import type { Conclusion } from '../verdict/conclusion.ts';
import type { Scaling } from '../verdict/scaling.ts';
import { MARKS, ratioText, UNKNOWN } from './figures.ts';
import type { ReportInput } from './input.ts';
import { plainText } from './plain-text.ts';
import { count } from './words.ts';

/** One contender on more cores, beside itself on the fewest: the cells of a table. */
export interface ScalingRow {
  readonly entry: string;
  readonly cores: string;
  readonly peakRate: string;
  /** Of the growth that the cores had room for. */
  readonly efficiency: string;
  readonly cpu: string;
  readonly memory: string;
  readonly processes: string;
  readonly connections: string;
}

/** The heads of those cells, in their order, without the entry's. */
export const SCALING_HEADS = [
  'cores',
  'peak rate',
  'of the room there was',
  'CPU per request at saturation',
  'memory',
  'processes',
  'connections to the database',
] as const;

/** Those cells in the order of the heads. */
export function cellsOf(row: ScalingRow): readonly string[] {
  return [row.cores, row.peakRate, row.efficiency, row.cpu, row.memory, row.processes, row.connections];
}

export const SCALING_NOTE =
  'Each is held against itself on the fewest cores. The room is what its peak could have grown by: cores it shares with generator, services and Bakeoff are worth what those leave of them.';

function ratioIn({ verdicts }: Scaling, metric: MetricId): string {
  const verdict = verdicts.find((one) => one.metric === metric);
  if (verdict === undefined) return UNKNOWN;
  return `${ratioText(verdict) ?? 'no ratio'} ${MARKS[verdict.verdict]} ${verdict.verdict}`;
}

/** `95 % [92, 98] of 1.93×`; unknown where the peak rate has no ratio. */
function efficiencyText({ verdicts, room }: Scaling): string {
  const rate = verdicts.find(({ metric }) => metric === 'peak-rate');
  if (room === null || rate === undefined || rate.ratio === null || rate.low === null || rate.high === null)
    return UNKNOWN;
  const [share, low, high] = [rate.ratio, rate.low, rate.high].map((ratio) => formatShare(ratio / room));
  return `${share} [${low}, ${high}] of ${formatNumber(room)}×`;
}

function change(of: Scaling, seen: readonly Seen[], read: (one: Seen) => number | null): string {
  const valueOf = (entry: string): string => {
    const found = seen.find(({ contender }) => contender === entry);
    const value = found === undefined ? null : read(found);
    return value === null ? UNKNOWN : formatNumber(value);
  };
  return `${valueOf(of.against)} → ${valueOf(of.entry)}`;
}

/** A row for each contender on more cores than the fewest; none where the scenario does not ask about cores. */
export function scalingRows(input: ReportInput, { scenario, scalings }: Conclusion): readonly ScalingRow[] {
  const seen = (input.calibrations[scenario] ?? [])
    .flatMap((one) => one.seen)
    .filter((one) => one.scenario === scenario);
  return scalings.map((one) => ({
    entry: plainText(one.entry),
    cores: `${one.fewest} → ${one.cores}`,
    peakRate: ratioIn(one, 'peak-rate'),
    efficiency: efficiencyText(one),
    cpu: ratioIn(one, 'peak-cpu-per-request'),
    memory: ratioIn(one, 'memory'),
    processes: change(one, seen, ({ processes }) => processes),
    connections: change(one, seen, ({ database }) => database?.connections ?? null),
  }));
}

/** The same in a line each. */
export function scalingLines(input: ReportInput, conclusion: Conclusion): readonly string[] {
  return scalingRows(input, conclusion).map((row, place) => {
    const fewest = conclusion.scalings[place]?.fewest ?? 1;
    return `${row.entry} beside ${count(fewest, 'core')}: peak rate ${row.peakRate}, ${row.efficiency}; memory ${row.memory}; connections ${row.connections}`;
  });
}
