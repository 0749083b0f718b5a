import type { ContenderFailure, RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { checkContract, runRound } from '../trial/round.ts';
import type { RoundSpec, TrialMeans } from '../trial/trial.ts';
import { CALIBRATE, calibratedOf, ratesOf, type Calibrated } from './calibrate.ts';
import { noteOf, type Start } from './notes.ts';
import { renderBlock, seedOf } from './rendering.ts';
import type { RunMeans } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** Verifies each contender and finds its rough rate in a closed loop: one round each, whose figures are quoted nowhere. */
export async function calibrate(of: ScenarioRun, trial: TrialMeans, means: RunMeans): Promise<Start | 'interrupted'> {
  const { plan, scenario } = of;
  const calibrated: Calibrated[] = [];
  for (const contender of contendersOf(of)) {
    const one = await calibrateOne(of, contender, trial, means);
    if (means.signal.aborted) return 'interrupted';
    calibrated.push(one);
    tellCalibrated(scenario.id, one, means);
    if (one.kind === 'void')
      means.ledger.note(plan.run, { kind: 'left-out', scenario: scenario.id, detail: noteOf(one) });
    if (one.kind === 'failed') sealFailure(of, one, means);
  }
  const rates = ratesOf(scenario.load, plan.profile, calibrated);
  const out = calibrated.filter((one) => one.kind !== 'rate').map((one) => one.contender);
  if (rates !== null) means.tell({ kind: 'rates', scenario: scenario.id, rates });
  const start: Start = { rates, out };
  means.ledger.note(plan.run, { kind: 'calibrated', scenario: scenario.id, detail: noteOf(start) });
  return start;
}

/** A contender that fails before the first block is in the ledger as failed in the block before it. */
function sealFailure(of: ScenarioRun, failed: Extract<Calibrated, { kind: 'failed' }>, means: RunMeans): void {
  const identity = calibrationOf(of, failed.contender);
  means.ledger.startRound(identity);
  means.ledger.sealRound(identity, { kind: 'failed', identity, failure: failed.failure });
}

function calibrationOf(of: ScenarioRun, contender: string): RoundIdentity {
  return { run: of.plan.run, scenario: of.scenario.id, entry: contender, contender, block: -1, position: 0 };
}

function tellCalibrated(scenario: string, one: Calibrated, means: RunMeans): void {
  const { contender } = one;
  if (one.kind === 'rate') means.tell({ kind: 'calibrated', scenario, contender, perSecond: one.perSecond });
  else if (one.kind === 'failed') means.tell({ kind: 'failed', scenario, contender, failure: one.failure });
  else means.tell({ kind: 'left-out', scenario, contender, reason: one.reason });
}

async function calibrateOne(
  of: ScenarioRun,
  contender: string,
  trial: TrialMeans,
  means: RunMeans,
): Promise<Calibrated> {
  const spec = specOf(of, contender, means);
  if ('failure' in spec) return { kind: 'failed', contender, failure: spec.failure };
  means.tell({ kind: 'calibrating', scenario: of.scenario.id, contender });
  const outcome: RoundOutcome = await runRound(spec, trial, () => undefined);
  return calibratedOf(contender, outcome);
}

function contendersOf(of: ScenarioRun): readonly string[] {
  return [...new Set(of.scenarioPlan.entries.map((entry) => entry.contender))];
}

function specOf(
  of: ScenarioRun,
  contender: string,
  means: RunMeans,
): RoundSpec | { readonly failure: ContenderFailure } {
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
    phases: CALIBRATE,
    connections: scenario.load.connections,
    seed,
  };
}

/** Verifies each contender without any load. */
export async function checkAll(
  of: ScenarioRun,
  trial: TrialMeans,
  means: RunMeans,
): Promise<{ readonly kind: 'done' } | { readonly kind: 'interrupted' }> {
  const { scenario } = of;
  for (const contender of contendersOf(of)) {
    const spec = specOf(of, contender, means);
    const failure = 'cases' in spec ? await checkContract(spec, trial) : spec.failure;
    if (means.signal.aborted) return { kind: 'interrupted' };
    if (failure === null && 'cases' in spec)
      means.tell({ kind: 'kept', scenario: scenario.id, contender, cases: spec.cases.length });
    if (failure === null) continue;
    sealFailure(of, { kind: 'failed', contender, failure }, means);
    means.tell({ kind: 'failed', scenario: scenario.id, contender, failure });
  }
  return { kind: 'done' };
}
