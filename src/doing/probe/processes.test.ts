import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { descendants, isAlive, parseStat, readEnvironment, readProcess, readProcesses } from './processes.ts';

test('a command name with spaces and parentheses does not shift the fields', () => {
  const rest = 'S 7 8 9 0 -1 0 0 0 0 0 150 50 30 20 20 0 1 0 12345 1000000 512 0';
  expect(parseStat(42, `42 (a) b (c)) ${rest}`)).toEqual({
    pid: 42,
    parent: 7,
    group: 8,
    session: 9,
    dead: false,
    cpuS: 2,
    endedChildrenCpuS: 0.5,
    startTicks: 12345,
    residentMiB: 2,
  });
});

test('a defunct process is dead, and a text that was cut off is no process', () => {
  const rest = '7 8 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 12345 0 0 0';
  expect(parseStat(42, `42 (x) Z ${rest}`)?.dead).toBe(true);
  expect(parseStat(42, '42 (x) S 7 8')).toBeNull();
});

test('this process is alive under its start time and under no other', () => {
  const self = readProcess(process.pid);
  expect(self?.parent).toBe(process.ppid);
  expect(isAlive(process.pid, self?.startTicks ?? -1)).toBe(true);
  expect(isAlive(process.pid, (self?.startTicks ?? 0) + 1)).toBe(false);
});

test('descendants are found through any depth, and the environment of one is readable', async () => {
  const child = spawn('/bin/sh', ['-c', '/bin/sh -c "sleep 300 & echo up; wait"; :'], { env: { MARK: 'deep' } });
  await once(child.stdout, 'data');
  const tree = descendants(child.pid ?? 0, readProcesses());
  expect(tree.length).toBe(3);
  expect(tree.every((stat) => readEnvironment(stat.pid)?.includes('MARK=deep'))).toBe(true);
  for (const stat of tree) process.kill(stat.pid, 'SIGKILL');
  await once(child, 'exit');
  expect(isAlive(child.pid ?? 0, tree[0]?.startTicks ?? 0)).toBe(false);
});
