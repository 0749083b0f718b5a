import { startMysql } from '../service/mysql.ts';
import {
  NO_SERVICES,
  running,
  type Running,
  type ServiceFailure,
  type Services,
  type ServiceStart,
} from '../service/service.ts';
import { startUpstream } from '../service/upstream.ts';
import type { RunMeans } from './run.ts';
import type { ScenarioRun } from './scenario-run.ts';

export type ServicesStart =
  | { readonly ok: true; readonly value: Services }
  | { readonly ok: false; readonly problem: ServiceFailure };

/** Starts the services that a scenario asks for, one after the other, and notes each; the first that fails ends those before it. */
export async function startServices(of: ScenarioRun, means: RunMeans): Promise<ServicesStart> {
  let services = NO_SERVICES;
  for (const name of of.scenario.services) {
    const from = means.clock();
    const started = name === 'mysql' ? await startDatabase(of, means) : await startTheUpstream(of);
    if (!started.ok) {
      await stopServices(services);
      return started;
    }
    const { value } = started;
    services = value.name === 'mysql' ? { ...services, mysql: value } : { ...services, upstream: value };
    note(of, value, means.clock() - from, means);
  }
  return { ok: true, value: services };
}

export async function stopServices(services: Services): Promise<void> {
  await Promise.all(running(services).map(async (service) => service.stop()));
}

async function startDatabase(
  { scenario, plan, isolation }: ScenarioRun,
  { mysql }: RunMeans,
): Promise<ServiceStart<Running>> {
  const statements = [...scenario.restore, ...scenario.audits.map(({ query }) => query)];
  return startMysql({ tools: mysql, isolation, cores: plan.cores.rest, data: scenario.data, statements });
}

async function startTheUpstream({ scenario, plan, isolation, loadgen }: ScenarioRun): Promise<ServiceStart<Running>> {
  const directory = isolation.temporaryDirectory(`upstream-${scenario.id}`);
  return startUpstream({ isolation, program: loadgen, directory }, plan.cores.rest);
}

function note(of: ScenarioRun, { name, version }: Running, tookMs: number, means: RunMeans): void {
  const { plan, scenario } = of;
  means.ledger.note(plan.run, { kind: 'service', scenario: scenario.id, detail: { name, version } });
  means.tell({ kind: 'service', scenario: scenario.id, name, version, tookMs });
}
