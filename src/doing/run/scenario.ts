import { contenderEnvironment } from '../build/environment.ts';
import { startMysql } from '../service/mysql.ts';
import type { RunningService, ServiceFailure, ServiceStart } from '../service/service.ts';
import type { TrialMeans } from '../trial/trial.ts';
import { identityOf, runBlocks, type BlocksEnd } from './blocks.ts';
import { calibrate, checkAll, lookAtAll, type CalibrateEnd } from './calibration.ts';
import { judgeBy } from './judge.ts';
import { startNoted } from './notes.ts';
import type { RunMeans } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';

/** How the part of a scenario that this sitting measures ended. */
export type ScenarioEnd =
  | BlocksEnd
  | Exclude<CalibrateEnd, { kind: 'calibrated' }>
  | { readonly kind: 'service'; readonly failure: ServiceFailure };

/** Service up → calibrate (the generator, then the contenders, which verifies them) → rates → blocks → service down. */
export async function runScenario(of: ScenarioRun, means: RunMeans): Promise<ScenarioEnd> {
  const service = await startService(of, means);
  if (service !== null && !service.ok) return { kind: 'service', failure: service.problem };
  const running = service === null ? null : service.value;
  try {
    return await withService(of, running, means);
  } finally {
    await running?.stop();
  }
}

async function withService(of: ScenarioRun, service: RunningService | null, means: RunMeans): Promise<ScenarioEnd> {
  const { plan, scenario } = of;
  const trial: TrialMeans = {
    isolation: of.isolation,
    loadgen: of.loadgen,
    directory: of.isolation.temporaryDirectory(`load-${scenario.id}`),
    cores: plan.cores,
    service,
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

async function startService(of: ScenarioRun, means: RunMeans): Promise<ServiceStart | null> {
  const { scenario, plan, isolation } = of;
  if (!scenario.services.includes('mysql')) return null;
  const from = means.clock();
  const started = await startMysql({ tools: means.mysql, isolation, cores: plan.cores.rest, data: scenario.data });
  if (started.ok) {
    const { name, version } = started.value;
    means.ledger.note(plan.run, { kind: 'service', scenario: scenario.id, detail: { name, version } });
    means.tell({ kind: 'service', scenario: scenario.id, name, version, tookMs: means.clock() - from });
  }
  return started;
}
