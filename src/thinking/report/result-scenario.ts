import type { Centre } from '../estimate/estimate.ts';
import { requestsToWarm } from '../pilot/steady-state.ts';
import type { PeakBound } from '../verdict/bound.ts';
import type { Conclusion, EntryRecord } from '../verdict/conclusion.ts';
import type { LoadCurve } from '../verdict/load-curve.ts';
import type { Scaling } from '../verdict/scaling.ts';
import type { Calibration, ReportedScenario } from './input.ts';
import type { ResultDocument } from './result-schema.ts';
import { collectorOf } from './result-collector.ts';
import { heldOf } from './result-held.ts';
import { surgeOf } from './result-surge.ts';
import { verdictOf } from './result-verdict.ts';
import { cautionText } from './words-of-caution.ts';
import { voidLine } from './words-of-void.ts';

type ScenarioDocument = ResultDocument['scenarios'][number];

function boundsOf(entry: EntryRecord): ScenarioDocument['peak_bound_by'][number] {
  const times = (kind: PeakBound['kind']): number => entry.peakBounds.filter(({ bound }) => bound.kind === kind).length;
  return {
    contender: entry.id,
    itself: times('contender'),
    database: times('database'),
    generator: times('generator'),
    nothing: times('nothing'),
  };
}

function centreOf(centre: Centre | null): ScenarioDocument['curves'][number]['points'][number]['cpu_us'] {
  return centre === null ? null : { median: centre.median, low: centre.low, high: centre.high, n: centre.n };
}

function curveOf({ entry, points }: LoadCurve): ScenarioDocument['curves'][number] {
  return {
    contender: entry,
    points: points.map(({ share, perSecond, cpuUs, p50Ms, p99Ms }) => ({
      share,
      per_second: centreOf(perSecond),
      cpu_us: centreOf(cpuUs),
      p50_ms: centreOf(p50Ms),
      p99_ms: centreOf(p99Ms),
    })),
  };
}

function scalingOf({ entry, against, cores, fewest, room, verdicts }: Scaling): ScenarioDocument['scalings'][number] {
  return { contender: entry, against, cores, fewest, room, verdicts: verdicts.map(verdictOf) };
}

function calibrationOf({ run, rates }: Calibration): ScenarioDocument['calibrations'] {
  if (rates === null) return [];
  const contenders = Object.entries(rates.warmUps).map(([contender, warmUp]) => ({
    contender,
    state: warmUp.kind,
    requests: requestsToWarm(warmUp),
  }));
  return [{ run, busy_per_s: rates.busyPerS, warm_up: { requests: rates.warmUpRequests, contenders } }];
}

/** A scenario of the document: how far it came, under which loads, and what concerns all its verdicts. */
export function scenarioOf(
  conclusion: Conclusion,
  calibrated: readonly Calibration[],
  asked: ReportedScenario | undefined,
): ScenarioDocument {
  return {
    id: conclusion.scenario,
    analysis: asked?.analysis ?? null,
    times_of: asked?.timesOf ?? null,
    baseline: conclusion.baseline,
    blocks: conclusion.blocks,
    look: conclusion.look,
    sittings: [...conclusion.sittings],
    ranks: [...conclusion.ranks],
    rates: conclusion.entries.map(({ id, offeredPerS }) => ({
      contender: id,
      offered_per_s: offeredPerS === null ? null : [...offeredPerS],
    })),
    calibrations: calibrated.flatMap(calibrationOf),
    peak_bound_by: conclusion.entries.map(boundsOf),
    curves: conclusion.curves.map(curveOf),
    surges: conclusion.surges.map(surgeOf),
    held: conclusion.held.map(heldOf),
    collectors: conclusion.collectors.map(collectorOf),
    memory_limit_mib: asked?.memoryMiB ?? null,
    scalings: conclusion.scalings.map(scalingOf),
    draws: [...conclusion.draws],
    voids: conclusion.voids.map(({ block, entry, reason }) => ({ block, contender: entry, reason: voidLine(reason) })),
    cautions: conclusion.cautions.map(cautionText),
  };
}
