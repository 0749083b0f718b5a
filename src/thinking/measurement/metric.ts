import type { Unit } from '../quantity/quantity.ts';
import { perConnectionKiB } from './held.ts';
import type { Measurement } from './measurement.ts';
import type { Percentiles, Phase, Pieces } from './phase.ts';
import { answeredPerS, lateShare } from './surge.ts';

/** The metrics of a round. */
export type MetricId =
  | 'cpu-per-request'
  | 'p50'
  | 'p90'
  | 'p99'
  | 'p99.9'
  | 'peak-rate'
  | 'peak-cpu-per-request'
  | 'memory'
  | 'busy-cpu-per-request'
  | 'busy-p99'
  | 'first-piece'
  | 'piece-gap'
  | 'capacity'
  | 'surge-kept'
  | 'surge-late'
  | 'surge-memory'
  | 'held-memory';

export interface Metric {
  readonly id: MetricId;
  readonly title: string;
  readonly unit: Unit;
  /** What of a round it is read from; `busy` and `search` are parts of the longer profiles only, `surge` and `held` of scenarios that ask for them. */
  readonly phase: 'steady' | 'busy' | 'peak' | 'search' | 'surge' | 'held';
  readonly better: 'lower' | 'higher';
  /** Primary metrics carry the run's verdict; the others are exploratory and labelled so. */
  readonly primary: boolean;
  /** True where it goes up and down with the speed of the core, so that ratios are told at equal speeds. */
  readonly atEqualSpeed: boolean;
  /** Whether a round was meant to give it; absent: wherever it has the phase. */
  readonly asked?: (round: Measurement) => boolean;
  /** The round's value; null where the round cannot give one. */
  readonly read: (round: Measurement) => number | null;
}

/** CPU microseconds of the contender's tree per correct answer; null when nothing was answered correctly. */
export function cpuPerRequestUs(phase: Phase): number | null {
  return phase.books.correct === 0 ? null : (phase.cpu.contenderS * 1e6) / phase.books.correct;
}

/** Response times of the operation that the scenario asks about, of all where it asks about none; null in a closed loop. */
export function responseTimes({
  timesOf,
  parts,
  responseMs,
}: Pick<Phase, 'timesOf' | 'parts' | 'responseMs'>): Percentiles | null {
  return timesOf === null ? responseMs : (parts[timesOf]?.responseMs ?? null);
}

/** How the pieces of answers came: of the operation that the scenario asks about, else of the first that has any; null where none has. */
export function piecesOf({ timesOf, parts }: Pick<Phase, 'timesOf' | 'parts'>): Pieces | null {
  if (timesOf !== null) return parts[timesOf]?.pieces ?? null;
  return Object.values(parts).find(({ pieces }) => pieces !== null)?.pieces ?? null;
}

/** False where the rate that was offered was more than the contender could take: what a request cost then is no cost at that rate. */
export function wasKept(phase: Phase): boolean {
  return phase.generator.verdict !== 'server-saturated';
}

/** Correct answers a second in the surge, as a share of the same round's peak: no other round's core is mixed in. */
function keptShare({ surge, peak }: Measurement): number | null {
  if (surge === null || peak.achievedPerS === null || peak.achievedPerS === 0) return null;
  return answeredPerS(surge) / peak.achievedPerS;
}

export const METRICS: readonly Metric[] = [
  {
    id: 'cpu-per-request',
    title: 'CPU per request at the common rate',
    unit: 'us',
    phase: 'steady',
    better: 'lower',
    primary: true,
    atEqualSpeed: true,
    read: (round) => cpuPerRequestUs(round.steady),
  },
  {
    id: 'peak-cpu-per-request',
    title: 'CPU per request at saturation',
    unit: 'us',
    phase: 'peak',
    better: 'lower',
    primary: true,
    atEqualSpeed: true,
    read: (round) => cpuPerRequestUs(round.peak),
  },
  {
    id: 'peak-rate',
    title: 'peak rate',
    unit: 'requests/s',
    phase: 'peak',
    better: 'higher',
    primary: false,
    atEqualSpeed: true,
    read: (round) => (round.peak.books.correct === 0 ? null : round.peak.achievedPerS),
  },
  {
    id: 'p50',
    title: 'p50',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: (round) => responseTimes(round.steady)?.p50 ?? null,
  },
  {
    id: 'p90',
    title: 'p90',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: (round) => responseTimes(round.steady)?.p90 ?? null,
  },
  {
    id: 'p99',
    title: 'p99',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: (round) => responseTimes(round.steady)?.p99 ?? null,
  },
  {
    id: 'p99.9',
    title: 'p99.9',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: (round) => responseTimes(round.steady)?.p99_9 ?? null,
  },
  {
    id: 'first-piece',
    title: 'p99 to the first piece',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    asked: ({ steady }) => piecesOf(steady) !== null,
    read: ({ steady }) => piecesOf(steady)?.firstMs.p99 ?? null,
  },
  {
    id: 'piece-gap',
    title: 'p99 between pieces',
    unit: 'ms',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    asked: ({ steady }) => piecesOf(steady) !== null,
    read: ({ steady }) => piecesOf(steady)?.gapMs.p99 ?? null,
  },
  {
    id: 'memory',
    title: 'memory',
    unit: 'MiB',
    phase: 'steady',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: (round) => round.memoryMiB,
  },
  {
    id: 'busy-cpu-per-request',
    title: 'CPU per request at the busy rate',
    unit: 'us',
    phase: 'busy',
    better: 'lower',
    primary: false,
    atEqualSpeed: true,
    read: ({ busy }) => (busy === null || !wasKept(busy) ? null : cpuPerRequestUs(busy)),
  },
  {
    id: 'busy-p99',
    title: 'p99 at the busy rate',
    unit: 'ms',
    phase: 'busy',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: ({ busy }) => (busy === null ? null : (responseTimes(busy)?.p99 ?? null)),
  },
  {
    id: 'capacity',
    title: 'capacity',
    unit: 'requests/s',
    phase: 'search',
    better: 'higher',
    primary: false,
    atEqualSpeed: false,
    read: ({ capacity }) => capacity?.perSecond ?? null,
  },
  {
    id: 'surge-kept',
    title: 'share of its peak kept under overload',
    unit: 'share',
    phase: 'surge',
    better: 'higher',
    primary: false,
    atEqualSpeed: false,
    read: keptShare,
  },
  {
    id: 'surge-late',
    title: 'late or unanswered around an overload',
    unit: 'share',
    phase: 'surge',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: ({ surge }) => (surge === null ? null : lateShare(surge)),
  },
  {
    id: 'surge-memory',
    title: 'memory under overload',
    unit: 'MiB',
    phase: 'surge',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: ({ surge }) => surge?.memoryMiB ?? null,
  },
  {
    id: 'held-memory',
    title: 'memory of a connection held open',
    unit: 'KiB',
    phase: 'held',
    better: 'lower',
    primary: false,
    atEqualSpeed: false,
    read: ({ held }) => (held === null ? null : perConnectionKiB(held)),
  },
];
