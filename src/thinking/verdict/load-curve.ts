import { centreOf } from '../estimate/centre.ts';
import type { Centre } from '../estimate/estimate.ts';
import type { Measurement } from '../measurement/measurement.ts';
import type { Phase } from '../measurement/phase.ts';
import { cpuPerRequestUs, responseTimes, wasKept } from '../measurement/metric.ts';
import { roundsOf, type CountedBlock } from './rounds.ts';

/** What an entry needs under one share of its own rate. Each value is null where no round gave it. */
export interface CurvePoint {
  /** Of its own rate in a closed loop; 1 is the peak itself. */
  readonly share: number;
  /** Correct answers per second. */
  readonly perSecond: Centre | null;
  readonly cpuUs: Centre | null;
  /** Response times; null at the peak, where nothing is due. */
  readonly p50Ms: Centre | null;
  readonly p99Ms: Centre | null;
}

/** CPU per request and response times of an entry against how busy it is: what a bill for machines at work is computed from. */
export interface LoadCurve {
  readonly entry: string;
  readonly contender: string;
  /** In rising order. Between two points nobody has looked, and beyond the last there is nothing. */
  readonly points: readonly CurvePoint[];
}

/** Level of the intervals, those of medians over blocks. */
const LEVEL = 0.95;

/** The curve of each entry; none where the rounds have no own loads. */
export function loadCurves(
  entries: readonly { readonly id: string; readonly contender: string }[],
  counted: readonly CountedBlock[],
): readonly LoadCurve[] {
  return entries.flatMap(({ id, contender }) => {
    const rounds = roundsOf(counted, id).map(({ round }) => round);
    const shares = [...new Set(rounds.flatMap(({ own }) => own.map(({ share }) => share)))].toSorted((a, b) => a - b);
    if (shares.length === 0) return [];
    const points = shares.map((share) =>
      pointOf(
        share,
        rounds.flatMap((round) => under(round, share)),
      ),
    );
    return [
      {
        entry: id,
        contender,
        points: [
          ...points,
          pointOf(
            1,
            rounds.map(({ peak }) => peak),
          ),
        ],
      },
    ];
  });
}

function under({ own }: Measurement, share: number): readonly Phase[] {
  return own.flatMap((load) => (load.share === share ? [load.phase] : []));
}

/** Rounds that could not keep the rate are left out: they were under another load than the point says. */
function pointOf(share: number, phases: readonly Phase[]): CurvePoint {
  const kept = share === 1 ? phases : phases.filter(wasKept);
  const centre = (read: (phase: Phase) => number | null): Centre | null =>
    centreOf(
      kept.flatMap((phase) => read(phase) ?? []),
      LEVEL,
    );
  return {
    share,
    perSecond: centre(({ achievedPerS }) => achievedPerS),
    cpuUs: centre(cpuPerRequestUs),
    p50Ms: centre((phase) => responseTimes(phase)?.p50 ?? null),
    p99Ms: centre((phase) => responseTimes(phase)?.p99 ?? null),
  };
}
