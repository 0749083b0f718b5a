import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { RUNGS } from '../../thinking/machine/machine.ts';
import type { Rung } from '../../thinking/machine/machine.ts';
import { readEnvironment, readProcesses } from '../probe/processes.ts';
import { allowedCores } from '../probe/surroundings.ts';
import { ownGroups } from './cgroup.ts';
import type { Enclosed, EnclosureRequest, Isolation } from './enclosure.ts';
import { openIsolation, RungRefused } from './isolation.ts';

const PATH = process.env['PATH'] ?? '';
const tmp = mkdtempSync(join(tmpdir(), 'enclosure-test-'));
const run = `t${randomBytes(3).toString('hex')}`;
const opened: Isolation[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((isolation) => isolation.close()));
});
afterAll(() => rmSync(tmp, { recursive: true }));

async function open(force?: Rung): Promise<Isolation> {
  const isolation = await openIsolation({ run, tmp, ...(force === undefined ? {} : { force }) });
  opened.push(isolation);
  return isolation;
}

/** The whole tree has `mark` in its environment, so that the test finds it without the code under test. */
function requestOf(argv: readonly [string, ...string[]], mark: string, more: Partial<EnclosureRequest> = {}) {
  const env = { PATH, TEST_MARK: mark };
  const limits = { cores: null, memoryMiB: null, pids: null, stdin: 'none', onLine: null } as const;
  return { name: 'tree', argv, cwd: '/', env, ...limits, ...more } satisfies EnclosureRequest;
}

async function start(isolation: Isolation, request: EnclosureRequest): Promise<Enclosed> {
  const started = await isolation.start(request);
  if (!started.ok) throw new Error(started.problem.reason);
  return started.value;
}

function survivors(mark: string): readonly number[] {
  const all = readProcesses().filter((stat) => !stat.dead);
  return all.filter((stat) => readEnvironment(stat.pid)?.includes(`TEST_MARK=${mark}\0`)).map((stat) => stat.pid);
}

function groupsLeft(): readonly string[] {
  const own = ownGroups();
  const parents = [own.v2, ...own.v1.values()].filter((parent) => parent !== null);
  return parents.flatMap((parent) => readdirSync(parent).filter((name) => name.startsWith(`bakeoff-${run}-`)));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

const newMark = (): string => randomBytes(6).toString('hex');

async function whyRefused(rung: Rung): Promise<string | null> {
  try {
    await (await openIsolation({ run, tmp, force: rung })).close();
    return null;
  } catch (error) {
    if (error instanceof RungRefused) return error.reason;
    throw error;
  }
}

const refusals = await Promise.all(RUNGS.map(async (rung) => ({ rung, reason: await whyRefused(rung) })));
const standing = refusals.filter(({ reason }) => reason === null).map(({ rung }) => rung);
const refused = refusals.filter(({ reason }) => reason !== null);

test('the best rung that stands is the one chosen, and every better one is named with its reason', async () => {
  const isolation = await open();
  expect(isolation.rung).toBe(standing[0]);
  expect(isolation.refused).toEqual(refused.filter(({ rung }) => RUNGS.indexOf(rung) < RUNGS.indexOf(isolation.rung)));
});

for (const { rung, reason } of refused) {
  test(`${rung} does not stand on this machine (${reason}), and forcing it is refused with that reason`, async () => {
    const left = groupsLeft();
    await expect(openIsolation({ run, tmp, force: rung })).rejects.toMatchObject({ name: 'RungRefused', rung, reason });
    expect(groupsLeft()).toEqual(left);
  });
}

describe.each(standing)('%s', (rung) => {
  test('a command that ends by itself gives its code, its last lines and its CPU time', async () => {
    const isolation = await open(rung);
    const mark = newMark();
    const script = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo out; echo err >&2; exit 3';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], mark));
    expect(enclosed.rung).toBe(rung);
    expect(await enclosed.exited).toEqual({ kind: 'code', code: 3 });
    expect(await enclosed.stop(1000)).toEqual({ kind: 'code', code: 3 });
    expect([...enclosed.lastLines()].toSorted()).toEqual(['err', 'out']);
    expect(enclosed.pids()).toEqual([]);
    // Where /proc is all there is, a tree that has ended takes its CPU time with it.
    expect(enclosed.cpuSeconds() > 0.01).toBe(isolation.limits.cpu === 'kernel');
    expect(groupsLeft()).toEqual([]);
  });

  test('a polite SIGTERM reaches the command, which ends in its own way', async () => {
    const isolation = await open(rung);
    const script = 'trap "echo bye; exit 4" TERM; echo up; while :; do sleep 0.01; done';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], newMark()));
    await until(() => enclosed.lastLines().includes('up'));
    expect(await enclosed.stop(10_000)).toEqual({ kind: 'code', code: 4 });
    expect(enclosed.lastLines()).toEqual(['up', 'bye']);
  });

  test('a command that dies of a signal is told from one that ends with a code', async () => {
    const isolation = await open(rung);
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', 'kill -SEGV $$'], newMark()));
    expect(await enclosed.exited).toEqual({ kind: 'signal', signal: 'SIGSEGV' });
  });

  test('a tree that ignores SIGTERM is killed after the grace', async () => {
    const isolation = await open(rung);
    const mark = newMark();
    const script = 'trap "" TERM; sleep 300 & echo up; while :; do sleep 300; done';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], mark));
    await until(() => enclosed.lastLines().includes('up'));
    expect(await enclosed.stop(30)).toEqual({ kind: 'signal', signal: 'SIGKILL' });
    expect(survivors(mark)).toEqual([]);
    expect(groupsLeft()).toEqual([]);
  });

  test('grandchildren that left parent, group and session are in the tree and die with it', async () => {
    const isolation = await open(rung);
    const mark = newMark();
    // The one between has ended before anybody has looked at the tree: no parentage, group or session leads to them.
    const script = `setsid sh -c 'setsid sleep 300 & setsid sleep 300 &'; echo away; while :; do sleep 300; done`;
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], mark));
    await until(() => enclosed.lastLines().includes('away') && survivors(mark).length >= 4);
    expect(enclosed.pids()).toEqual(expect.arrayContaining([...survivors(mark)]));
    await enclosed.stop(50);
    expect(survivors(mark)).toEqual([]);
    expect(groupsLeft()).toEqual([]);
  });

  test('fifty loops that fork without end leave nothing behind', async () => {
    const isolation = await open(rung);
    const mark = newMark();
    const script = 'i=0; while [ $i -lt 50 ]; do (while :; do sleep 0.2; done) & i=$((i+1)); done; echo up; wait';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], mark));
    await until(() => enclosed.lastLines().includes('up'));
    expect(enclosed.pids().length).toBeGreaterThanOrEqual(50);
    await enclosed.stop(0);
    expect(survivors(mark)).toEqual([]);
    expect(groupsLeft()).toEqual([]);
  });

  test('a quarter of a gigabyte of output is read to its end and forgotten but for the last lines', async () => {
    const isolation = await open(rung);
    const before = process.memoryUsage().arrayBuffers;
    const script = 'yes "$(printf "\\033[31mline\\033[0m")" | head -c 268435456; echo; echo end';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], newMark()));
    expect(await enclosed.exited).toEqual({ kind: 'code', code: 0 });
    expect(enclosed.lastLines().at(-1)).toBe('end');
    expect(enclosed.lastLines()).toHaveLength(40);
    expect(enclosed.lastLines()[0]).toBe('line');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(160 * 1024 * 1024);
  });

  test('a tree over its memory limit ends as out of memory, not as a plain SIGKILL', async () => {
    const isolation = await open(rung);
    const hog = 'const held = []; setInterval(() => held.push(Buffer.alloc(4 << 20, 1)), 10)';
    const request = requestOf([process.execPath, '-e', hog], newMark(), { memoryMiB: 128 });
    const enclosed = await start(isolation, request);
    expect(await enclosed.exited).toEqual({ kind: 'out-of-memory', limitMiB: 128 });
  });

  test('a killed tree that had a memory limit and kept to it is not called out of memory', async () => {
    const isolation = await open(rung);
    const enclosed = await start(isolation, requestOf(['/bin/sleep', '300'], newMark(), { memoryMiB: 128 }));
    expect(await enclosed.stop(0)).toEqual({ kind: 'signal', signal: 'SIGKILL' });
  });

  test('every process of the tree runs on the cores asked for', async () => {
    const isolation = await open(rung);
    const script = 'setsid grep Cpus_allowed_list /proc/self/status; exec sleep 300';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], newMark(), { cores: [0] }));
    await until(() => enclosed.lastLines().length > 0);
    expect(enclosed.lastLines()).toEqual(['Cpus_allowed_list:\t0']);
    // What the rung itself needs is of the tree too.
    expect(allowedCores(enclosed.pids(), (pid) => [String(pid)])).toEqual([0]);
  });

  test('the limit of processes is kept where the rung says that the kernel keeps it', async () => {
    const isolation = await open(rung);
    const script = 'i=0; while [ $i -lt 20 ]; do sleep 300 & i=$((i+1)); done; echo all; wait';
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], newMark(), { pids: 10 }));
    await Promise.race([enclosed.exited, until(() => enclosed.lastLines().includes('all'))]);
    expect(enclosed.pids().length <= 10).toBe(isolation.limits.pids === 'kernel');
  });

  test('CPU seconds count the whole tree, ended children included', async () => {
    const isolation = await open(rung);
    const spin = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done';
    const script = `sh -c '${spin}'; cat /proc/self/stat | cut -d" " -f16,17; times; echo done; exec sleep 300`;
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', script], newMark()));
    await until(() => enclosed.lastLines().includes('done'));
    // The last line of `times` is what the shell's ended children used, in minutes and seconds.
    const [, userMinutes, userSeconds] = /^(\d+)m([\d.]+)s/u.exec(enclosed.lastLines().at(-2) ?? '') ?? [];
    const children = Number(userMinutes) * 60 + Number(userSeconds);
    expect(children).toBeGreaterThan(0.02);
    expect(enclosed.cpuSeconds()).toBeGreaterThanOrEqual(children - 0.02);
    expect(enclosed.cpuSeconds()).toBeLessThan(children + 0.5);
  });

  test('lines go both ways with a program that is driven by lines', async () => {
    const isolation = await open(rung);
    const heard: string[] = [];
    const more = { stdin: 'pipe', onLine: (line: string) => void heard.push(line) } as const;
    const enclosed = await start(isolation, requestOf(['/bin/cat'], newMark(), more));
    enclosed.write('{"plan":1}');
    enclosed.write('{"plan":2}');
    await until(() => heard.length === 2);
    expect(heard).toEqual(['{"plan":1}', '{"plan":2}']);
    expect(enclosed.lastLines()).toEqual([]);
  });

  test('nothing of our environment is inherited', async () => {
    const isolation = await open(rung);
    const enclosed = await start(isolation, requestOf(['/usr/bin/env'], 'seen'));
    await enclosed.exited;
    const names = enclosed.lastLines().map((line) => line.split('=')[0]);
    expect(names).toContain('TEST_MARK');
    for (const name of names)
      expect(['PATH', 'TEST_MARK', 'PWD', 'BAKEOFF_TREE', '_', 'SHLVL', 'OLDPWD']).toContain(name);
  });

  test('a command that is not there fails to start and leaves nothing', async () => {
    const isolation = await open(rung);
    const started = await isolation.start(requestOf(['no-such-program', '--flag'], newMark()));
    expect(started).toMatchObject({ ok: false, problem: { kind: 'start-failed', command: 'no-such-program --flag' } });
    const elsewhere = await isolation.start(requestOf(['/bin/true'], newMark(), { cwd: '/no/such/place' }));
    expect(elsewhere).toMatchObject({ ok: false, problem: { reason: 'its directory /no/such/place is not there' } });
    expect(groupsLeft()).toEqual([]);
  });

  test('on a core that the machine does not have, the command never runs', async () => {
    const isolation = await open(rung);
    const request = requestOf(['/bin/sh', '-c', 'echo ran'], newMark(), { cores: [4095] });
    const started = await isolation.start(request);
    const lines = started.ok ? [await started.value.exited, ...started.value.lastLines()] : [started.problem.kind];
    expect(lines).not.toContain('ran');
    expect(lines[0]).toEqual(rung === 'process-group' ? { kind: 'code', code: 1 } : 'start-failed');
  });

  test('output that we are late to read is read to its end all the same', async () => {
    const isolation = await open(rung);
    const heard: string[] = [];
    const more = { onLine: (line: string) => void heard.push(line) };
    const enclosed = await start(isolation, requestOf(['/usr/bin/seq', '20000'], newMark(), more));
    // Our own event loop stands still while the program ends.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    expect(await enclosed.exited).toEqual({ kind: 'code', code: 0 });
    expect(heard.at(-1)).toBe('20000');
    expect(heard).toHaveLength(20_000);
  });

  test('a first process that ends is told of while others hold its output open', async () => {
    const isolation = await open(rung);
    const enclosed = await start(isolation, requestOf(['/bin/sh', '-c', 'sleep 300 & echo left; exit 5'], newMark()));
    expect(await enclosed.exited).toEqual({ kind: 'code', code: 5 });
    expect(enclosed.lastLines()).toEqual(['left']);
  });

  test('closing while a tree is being started ends that tree too', async () => {
    const isolation = await openIsolation({ run, tmp, force: rung });
    const mark = newMark();
    const starting = isolation.start(requestOf(['/bin/sleep', '300'], mark));
    await isolation.close();
    expect((await starting).ok).toBe(true);
    expect(survivors(mark)).toEqual([]);
    expect(groupsLeft()).toEqual([]);
  });

  test('closing ends what still runs and removes temporary directories', async () => {
    const isolation = await openIsolation({ run, tmp, force: rung });
    const mark = newMark();
    const directory = isolation.temporaryDirectory('db');
    await start(
      isolation,
      requestOf(['/bin/sh', '-c', 'trap "" TERM; while :; do sleep 300; done'], mark, { cwd: directory }),
    );
    await start(isolation, requestOf(['/bin/sleep', '300'], mark));
    expect(survivors(mark).length).toBeGreaterThanOrEqual(2);
    await isolation.close();
    expect(survivors(mark)).toEqual([]);
    expect(groupsLeft()).toEqual([]);
    expect(readdirSync(tmp)).toEqual([]);
  });
});
