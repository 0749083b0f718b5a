import { contenderEnvironment } from '../build/environment.ts';
import type { ServiceFailure, Services } from '../service/service.ts';
import type { TrialMeans } from '../trial/trial.ts';
import { identityOf, runBlocks, type BlocksEnd } from './blocks.ts';
import { calibrate, checkAll, lookAtAll, type CalibrateEnd } from './calibration.ts';
import { judgeBy } from './judge.ts';
import { startNoted } from './notes.ts';
import type { RunMeans } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';
import { startServices, stopServices } from './services.ts';

/** How the part of a scenario that this sitting measures ended. */
export type ScenarioEnd =
  | BlocksEnd
  | Exclude<CalibrateEnd, { kind: 'calibrated' }>
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

/** Services up → calibrate (the generator, then the contenders, which verifies them) → rates → blocks → services down. */
export async function runScenario(of: ScenarioRun, means: RunMeans): Promise<ScenarioEnd> {
  const started = await startServices(of, means);
  if (!started.ok) return { kind: 'service', failure: started.problem };
  try {
    return await withServices(of, started.value, means);
  } finally {
    await stopServices(started.value);
  }
}

async function withServices(of: ScenarioRun, services: Services, means: RunMeans): Promise<ScenarioEnd> {
  const { plan, scenario } = of;
  const trial: TrialMeans = {
    isolation: of.isolation,
    loadgen: of.loadgen,
    directory: of.isolation.temporaryDirectory(`load-${scenario.id}`),
    cores: plan.cores,
    services,
    environment: { ...contenderEnvironment(means.environment), TMPDIR: of.isolation.temporaryDirectory('contender') },
    clock: means.clock,
    now: means.now,
    signal: means.signal,
    judge: judgeBy(plan.objective, plan.gates),
  };
  if (of.until === 'checked') return checkAll(of, trial, means);
  if (of.until === 'seen') return lookAtAll(of, trial, means);
  const sealed = means.ledger.rounds(plan.run).filter((outcome) => identityOf(outcome).scenario === scenario.id);
  const noted = startNoted(means.ledger.notes(plan.run), scenario.id);
  const calibrated =
    noted === null ? await calibrate(of, sealed, trial, means) : ({ kind: 'calibrated', start: noted } as const);
  if (calibrated.kind !== 'calibrated') return calibrated;
  const { start } = calibrated;
  if (start.rates === null) return { kind: 'done' };
  const out = new Set(
    of.scenarioPlan.entries.filter((entry) => start.out.includes(entry.contender)).map((entry) => entry.id),
  );
  return runBlocks({ ...of, rates: start.rates, trial, sealed, out }, means);
}
