import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTools } from '../../src/command/tools.ts';
import { contenderEnvironment } from '../../src/doing/build/environment.ts';
import { loadBakeoff } from '../../src/doing/definition/load.ts';
import type { Isolation } from '../../src/doing/enclosure/enclosure.ts';
import { openIsolation } from '../../src/doing/enclosure/isolation.ts';
import { startMysql } from '../../src/doing/service/mysql.ts';
import type { Database } from '../../src/doing/service/service.ts';
import { restoreData } from '../../src/doing/trial/audit.ts';
import { serve, type Serving } from '../../src/doing/trial/contender.ts';
import type { SceneMeans } from '../../src/doing/trial/scene.ts';
import type { Bakeoff } from '../../src/thinking/plan/plan.ts';
import type { Scenario } from '../../src/thinking/scenario/scenario.ts';
import { ROOT, startBakeoff } from '../run-bakeoff.ts';

/** The shop's database and all that puts load on whoever serves it. */
export interface Lab extends SceneMeans {
  readonly scenario: Scenario;
  readonly database: Database;
  readonly bakeoff: Bakeoff;
  /** Makes the shop what it was. */
  restore(): Promise<void>;
  readonly folder: string;
}

async function definitions(folder: string, contenders: readonly string[]): Promise<Bakeoff> {
  const config = join(folder, 'bakeoff.yaml');
  const paths = contenders.map((name) => join(ROOT, 'contenders', name));
  writeFileSync(config, `contenders: [${paths.join(', ')}]\nscenarios: [${join(ROOT, 'scenarios/checkout')}]\n`);
  const loaded = await loadBakeoff(config, folder);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

async function openDatabase(isolation: Isolation, { data, restore, audits }: Scenario): Promise<Database> {
  const statements = [...restore, ...audits.map(({ query }) => query)];
  const started = await startMysql({ tools: readTools().mariadb, isolation, cores: [1], data, statements });
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  return started.value;
}

/** Builds and verifies the contenders as a user does, then opens what they are tried in. */
export async function openLab(contenders: readonly string[]): Promise<Lab> {
  const { code, messages } = await startBakeoff(['check', ...contenders, '--scenario', 'checkout']).ended;
  if (code !== 0) throw new Error(`the contract is not kept:\n${messages.slice(-2000)}`);
  const folder = mkdtempSync(join(tmpdir(), 'bakeoff-checkout-'));
  const bakeoff = await definitions(folder, contenders);
  const [scenario] = bakeoff.scenarios;
  const { loadgen } = readTools();
  if (scenario === undefined || loadgen === null) throw new Error('the scenario or the load generator is missing');
  const isolation = await openIsolation({ run: `checkout-${process.pid}` });
  const database = await openDatabase(isolation, scenario);
  const services = { mysql: database, upstream: null };
  return {
    isolation,
    loadgen,
    directory: isolation.temporaryDirectory('checkout'),
    cores: { contender: [0], rest: [1], shared: false },
    services,
    clock: () => performance.now(),
    now: () => new Date(),
    signal: new AbortController().signal,
    scenario,
    database,
    bakeoff,
    restore: async () => restoreData(scenario.restore, services),
    folder,
  };
}

export async function closeLab({ database, isolation, folder }: Lab): Promise<void> {
  await database.stop();
  await isolation.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a contender's shop; whoever starts it ends it. */
export async function serveShop(lab: Lab, name: string, run: string): Promise<Serving> {
  const contender = lab.bakeoff.contenders.find(({ id }) => id === name);
  if (contender === undefined) throw new Error(`no contender ${name}`);
  const environment = { ...contenderEnvironment(process.env), ...lab.scenario.env, ...lab.database.env };
  const { isolation, cores, clock, signal } = lab;
  const served = await serve(`${name}-${run}`, contender, {
    isolation,
    cores: cores.contender,
    environment,
    memoryMiB: null,
    clock,
    signal,
  });
  if (!served.ok) throw new Error(`${name} does not serve: ${JSON.stringify(served.failure)}`);
  return served.value;
}
