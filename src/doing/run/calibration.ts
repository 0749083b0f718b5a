import type { Seen } from '../../thinking/fairness/seen.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import type { RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { rateRefusal, type RateRefusal } from '../../thinking/plan/generator-room.ts';
import type { GeneratorFailure } from '../generator/generator.ts';
import type { LedgerProblem, Written } from '../ledger/ledger.ts';
import { runPilot } from '../trial/pilot.ts';
import { checkContract } from '../trial/serving.ts';
import type { Subject, TrialMeans } from '../trial/trial.ts';
import { calibratedOf, ratesOf, type Calibrated } from './calibrate.ts';
import { ceilingFor, floorFor } from './generator-limits.ts';
import { meansFor } from './judge.ts';
import { noteOf, type Start } from './notes.ts';
import { renderBlock, seedOf } from './rendering.ts';
import type { RunMeans } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';

export type CalibrateEnd =
  | { readonly kind: 'calibrated'; readonly start: Start }
  | { readonly kind: 'rate-refused'; readonly refusal: RateRefusal }
  | { readonly kind: 'generator-failed'; readonly failure: GeneratorFailure }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'ledger'; readonly problem: LedgerProblem };

/**
 * Measures the generator on this machine, verifies each contender and pilots it: its rate in a closed loop and how it warms up, whose
 * figures are quoted nowhere.
 * Who failed in an earlier part of the run (`sealed`) is out already and is not tried again.
 */
export async function calibrate(
  of: ScenarioRun,
  sealed: readonly RoundOutcome[],
  trial: TrialMeans,
  means: RunMeans,
): Promise<CalibrateEnd> {
  const { load, id: scenario } = of.scenario;
  const ceiling = await ceilingFor(of, trial);
  if (means.signal.aborted) return { kind: 'interrupted' };
  if (!ceiling.ok) return { kind: 'generator-failed', failure: ceiling.problem };
  means.tell({ kind: 'ceiling', scenario, perSecond: ceiling.value, connections: load.connections });
  const refusal = rateRefusal(load, ceiling.value);
  if (refusal !== null) return { kind: 'rate-refused', refusal };
  const calibrated: Calibrated[] = [];
  const seen: Seen[] = [];
  for (const contender of contendersOf(of)) {
    const before = failureOf(contender, sealed);
    if (before !== null) {
      calibrated.push({ kind: 'failed', contender, failure: before });
      continue;
    }
    const pilot = await calibrateOne(of, contender, trial, means);
    if (means.signal.aborted) return { kind: 'interrupted' };
    const one = pilot.calibrated;
    calibrated.push(one);
    seen.push(...pilot.seen);
    tellCalibrated(of, one, means);
    const written: Written = one.kind === 'failed' ? sealFailure(of, one, means) : { ok: true };
    if (!written.ok) return { kind: 'ledger', problem: written.problem };
  }
  const rates = ratesOf(load, of.plan.profile, calibrated, ceiling.value);
  if (rates !== null) means.tell({ kind: 'rates', scenario, rates, ceilingPerS: ceiling.value });
  const floor = rates === null ? ({ ok: true, value: null } as const) : await floorFor(of, rates, trial);
  if (means.signal.aborted) return { kind: 'interrupted' };
  if (!floor.ok) return { kind: 'generator-failed', failure: floor.problem };
  if (floor.value !== null) means.tell({ kind: 'floor', scenario, floor: floor.value });
  const generator = { ceilingPerS: ceiling.value, connections: load.connections, floor: floor.value };
  const out = calibrated.filter((one) => one.kind !== 'rate').map((one) => one.contender);
  return settle(of, calibrated, { rates, out, generator, seen }, means);
}

/** How a contender failed in an earlier part of the run; null where it did not. */
function failureOf(contender: string, sealed: readonly RoundOutcome[]): ContenderFailure | null {
  for (const one of sealed) if (one.kind === 'failed' && one.identity.contender === contender) return one.failure;
  return null;
}

/** Notes what calibration came to. Only now, so that a calibration done again leaves no note of the first. */
function settle(
  { plan, scenario }: ScenarioRun,
  calibrated: readonly Calibrated[],
  start: Start,
  means: RunMeans,
): CalibrateEnd {
  const notes = [
    ...calibrated.flatMap((one) => (one.kind === 'void' ? [{ kind: 'left-out', detail: noteOf(one) }] : [])),
    { kind: 'calibrated', detail: noteOf(start) },
  ];
  for (const note of notes) {
    const written = means.ledger.note(plan.run, { ...note, scenario: scenario.id });
    if (!written.ok) return { kind: 'ledger', problem: written.problem };
  }
  return { kind: 'calibrated', start };
}

/** A contender that fails before the first block is in the ledger as failed in the block before it. */
function sealFailure(of: ScenarioRun, failed: Extract<Calibrated, { kind: 'failed' }>, means: RunMeans): Written {
  const identity = calibrationOf(of, failed.contender);
  const started = means.ledger.startRound(identity);
  return started.ok ? means.ledger.sealRound(identity, { kind: 'failed', identity, failure: failed.failure }) : started;
}

function calibrationOf(of: ScenarioRun, contender: string): RoundIdentity {
  return {
    run: of.plan.run,
    scenario: of.scenario.id,
    entry: contender,
    contender,
    block: -1,
    position: 0,
    sitting: of.sitting,
  };
}

function tellCalibrated(of: ScenarioRun, one: Calibrated, means: RunMeans): void {
  const { contender } = one;
  const scenario = of.scenario.id;
  // A failed build was told when it failed.
  if (of.unbuilt.has(contender)) return;
  if (one.kind === 'rate')
    means.tell({ kind: 'calibrated', scenario, contender, perSecond: one.perSecond, warmUp: one.warmUp });
  else if (one.kind === 'failed') means.tell({ kind: 'failed', scenario, contender, failure: one.failure });
  else means.tell({ kind: 'left-out', scenario, contender, reason: one.reason });
}

async function calibrateOne(
  of: ScenarioRun,
  contender: string,
  trial: TrialMeans,
  means: RunMeans,
): Promise<{ readonly calibrated: Calibrated; readonly seen: readonly Seen[] }> {
  const spec = specOf(of, contender, means);
  if ('failure' in spec) return { calibrated: { kind: 'failed', contender, failure: spec.failure }, seen: [] };
  means.tell({ kind: 'calibrating', scenario: of.scenario.id, contender });
  const pilot = await runPilot(spec, of.plan.profile.pilotS, meansFor(spec.contender, of.plan, trial));
  if (!pilot.ok) return { calibrated: calibratedOf(contender, pilot), seen: [] };
  const { seconds, seen } = pilot.value;
  return { calibrated: calibratedOf(contender, { ok: true, value: seconds }), seen: [seen] };
}

function contendersOf(of: ScenarioRun): readonly string[] {
  return [...new Set(of.scenarioPlan.entries.map((entry) => entry.contender))];
}

function specOf(of: ScenarioRun, contender: string, means: RunMeans): Subject | { readonly failure: ContenderFailure } {
  const { plan, scenario } = of;
  const unbuilt = of.unbuilt.get(contender);
  if (unbuilt !== undefined) return { failure: unbuilt };
  const built = of.built.get(contender);
  if (built === undefined) throw new Error(`${contender} was neither built nor refused`);
  const seed = seedOf(plan.seed, scenario.id, 'calibration');
  return {
    identity: calibrationOf(of, contender),
    contender: built.contender,
    source: built.source,
    version: built.version,
    ...renderBlock(scenario, seed, means.now()),
    env: scenario.env,
    memoryMiB: scenario.memoryMiB,
    connections: scenario.load.connections,
    seed,
  };
}

type EachEnd = { readonly kind: 'done' } | Extract<CalibrateEnd, { kind: 'interrupted' | 'ledger' }>;

/** Verifies each contender without any load. */
export async function checkAll(of: ScenarioRun, trial: TrialMeans, means: RunMeans): Promise<EachEnd> {
  return each(of, means, async (spec) => {
    const failure = await checkContract(spec, meansFor(spec.contender, of.plan, trial));
    const { scenario, contender } = spec.identity;
    if (failure === null && !means.signal.aborted)
      means.tell({ kind: 'kept', scenario, contender, cases: spec.cases.length });
    return failure;
  });
}

/** Seconds of load after which a contender is looked at: enough for each connection of its pool to have been used. */
const LOOK_S = 2;

/** Loads each contender for a moment and tells what it runs with. */
export async function lookAtAll(of: ScenarioRun, trial: TrialMeans, means: RunMeans): Promise<EachEnd> {
  return each(of, means, async (spec) => {
    const { scenario, contender } = spec.identity;
    const pilot = await runPilot(spec, LOOK_S, meansFor(spec.contender, of.plan, trial));
    if (pilot.ok) means.tell({ kind: 'seen', seen: pilot.value.seen });
    else if (pilot.stop.kind === 'failed') return pilot.stop.failure;
    else if (!means.signal.aborted) means.tell({ kind: 'left-out', scenario, contender, reason: pilot.stop.reason });
    return null;
  });
}

/** Each contender by itself; one that fails is in the ledger and is told. */
async function each(
  of: ScenarioRun,
  means: RunMeans,
  act: (spec: Subject) => Promise<ContenderFailure | null>,
): Promise<EachEnd> {
  for (const contender of contendersOf(of)) {
    const spec = specOf(of, contender, means);
    const failure = 'failure' in spec ? spec.failure : await act(spec);
    if (means.signal.aborted) return { kind: 'interrupted' };
    if (failure === null) continue;
    const written = sealFailure(of, { kind: 'failed', contender, failure }, means);
    if (!written.ok) return { kind: 'ledger', problem: written.problem };
    means.tell({ kind: 'failed', scenario: of.scenario.id, contender, failure });
  }
  return { kind: 'done' };
}
