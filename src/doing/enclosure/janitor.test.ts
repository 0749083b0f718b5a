import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

import { RUNGS } from '../../thinking/machine/machine.ts';
import type { Rung } from '../../thinking/machine/machine.ts';
import { descendants, isAlive, readProcess, readProcesses } from '../probe/processes.ts';
import type { ProcessStat } from '../probe/processes.ts';
import { ownGroups } from './cgroup.ts';
import { openIsolation, RungRefused } from './isolation.ts';
import { Janitor } from './janitor.ts';

const DRIVER = fileURLToPath(new URL('../../../fixtures/enclosure/holds-a-tree-until-killed.ts', import.meta.url));
const tmp = mkdtempSync(join(tmpdir(), 'janitor-test-'));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

interface Driven {
  readonly run: string;
  readonly directory: string;
  readonly driver: number;
  /** Everything the driver started, the janitor among it. */
  readonly below: readonly ProcessStat[];
  readonly janitor: ProcessStat;
}

async function drive(rung: Rung): Promise<Driven> {
  const run = `d${randomBytes(3).toString('hex')}`;
  const child = spawn(process.execPath, [DRIVER, rung, run, tmp], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  if (child.pid === undefined) throw new Error('the driver did not start');
  const failed = once(child, 'exit').then(([code]): never => {
    throw new Error(`the driver ended with ${String(code)}`);
  });
  failed.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), failed])) as [string];
  const { directory, pids } = JSON.parse(line) as { directory: string; pids: readonly number[] };
  const all = readProcesses();
  const below = [...descendants(child.pid, all), ...all.filter((stat) => pids.includes(stat.pid))];
  // The janitor is the one process in a session of its own that is not of the tree.
  const janitor = below.find((stat) => stat.parent === child.pid && !pids.includes(stat.pid));
  if (janitor === undefined) throw new Error('the driver has no janitor');
  return { run, directory, driver: child.pid, below, janitor };
}

function groupsOf(run: string): readonly string[] {
  const own = ownGroups();
  const parents = [own.v2, ...own.v1.values()].filter((parent) => parent !== null);
  return parents.flatMap((parent) => readdirSync(parent).filter((name) => name.startsWith(`bakeoff-${run}-`)));
}

/** Waits until nothing is left; a janitor that does not do its work lets the test's own limit of time run out. */
async function untilNothingIsLeft({ run, directory, below }: Driven): Promise<void> {
  const isLeft = (): boolean =>
    below.some((stat) => isAlive(stat.pid, stat.startTicks)) || groupsOf(run).length > 0 || existsSync(directory);
  while (isLeft()) await pause(10);
}

async function stands(rung: Rung): Promise<boolean> {
  try {
    await (await openIsolation({ run: 'stands', tmp, force: rung })).close();
    return true;
  } catch (error) {
    if (error instanceof RungRefused) return false;
    throw error;
  }
}

const standing: Rung[] = [];
for (const rung of RUNGS) if (await stands(rung)) standing.push(rung);

describe.each(standing)('%s', (rung) => {
  test('a SIGKILL of Bakeoff leaves no process, no group, no directory and no janitor', async () => {
    const driven = await drive(rung);
    expect(driven.below.length).toBeGreaterThanOrEqual(6);
    expect(existsSync(join(driven.directory, 'rows'))).toBe(true);
    process.kill(driven.driver, 'SIGKILL');
    await untilNothingIsLeft(driven);
    expect(readdirSync(tmp)).toEqual([]);
  }, 20_000);

  test('what is left when Bakeoff and its janitor are both killed is removed by the next one', async () => {
    const driven = await drive(rung);
    // Stopped first: it would else see the janitor die and start another.
    process.kill(driven.driver, 'SIGSTOP');
    process.kill(driven.janitor.pid, 'SIGKILL');
    process.kill(driven.driver, 'SIGKILL');
    while (isAlive(driven.driver, startOf(driven, driven.driver))) await pause(5);
    expect(existsSync(driven.directory)).toBe(true);
    const next = await openIsolation({ run: 'next', tmp, force: rung });
    await untilNothingIsLeft(driven);
    await next.close();
    expect(readdirSync(tmp)).toEqual([]);
  }, 20_000);
});

function startOf(driven: Driven, pid: number): number {
  const stat = driven.below.find((candidate) => candidate.pid === pid);
  if (stat === undefined) throw new Error(`${pid} is not below the driver`);
  return stat.startTicks;
}

test('a living run is not taken for a dead one', async () => {
  const one = await openIsolation({ run: 'one', tmp });
  const directory = one.temporaryDirectory('data');
  const request = { argv: ['/bin/sleep', '300'], cwd: '/', env: {}, cores: null, memoryMiB: null, pids: null } as const;
  const started = await one.start({ ...request, name: 'sleeper', stdin: 'none', onLine: null });
  const two = await openIsolation({ run: 'two', tmp });
  expect(existsSync(directory)).toBe(true);
  expect(started.ok && started.value.pids().length).toBe(1);
  await two.close();
  await one.close();
});

test('a janitor that is killed is replaced by one that knows all that is left', async () => {
  const directory = join(tmp, 'bakeoff-x');
  const janitor = new Janitor();
  janitor.announce({ kind: 'directory', path: directory });
  mkdirSync(directory);
  const first = janitor.pid;
  if (first === null) throw new Error('the janitor did not start');
  process.kill(first, 'SIGKILL');
  while (janitor.pid === first) await pause(5);
  await janitor.close();
  expect(existsSync(directory)).toBe(false);
});

test('processes are found by their marker and by their pid with its start time', async () => {
  const mark = `SEEN_BY=${randomBytes(6).toString('hex')}`;
  const [name = '', value = ''] = mark.split('=');
  const marked = spawn('/bin/sleep', ['300'], { env: { [name]: value }, stdio: 'ignore', detached: true });
  const named = spawn('/bin/sleep', ['300'], { env: {}, stdio: 'ignore', detached: true });
  const ends = Promise.all([once(marked, 'exit'), once(named, 'exit')]);
  const janitor = new Janitor();
  janitor.announce({ kind: 'marker', text: mark });
  janitor.announce({ kind: 'pid', pid: named.pid ?? 0, startTicks: readProcess(named.pid ?? 0)?.startTicks ?? 0 });
  await janitor.close();
  expect(await ends).toEqual([
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
});

test('what was forgotten is left alone', async () => {
  const directory = join(tmp, 'kept');
  mkdirSync(directory);
  const janitor = new Janitor();
  janitor.announce({ kind: 'directory', path: directory });
  janitor.forget({ kind: 'directory', path: directory });
  const self = readProcess(process.pid);
  janitor.announce({ kind: 'pid', pid: process.pid, startTicks: (self?.startTicks ?? 0) + 1 });
  await janitor.close();
  expect(existsSync(directory)).toBe(true);
  rmSync(directory, { recursive: true });
});
