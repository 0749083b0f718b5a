import { cpus, totalmem } from 'node:os';
import { expect, test } from 'vitest';

import { parseCoreList, readCores, readMachine } from './host.ts';

test('the machine is read, and its fingerprint changes with the rung alone', async () => {
  const one = await readMachine('cgroup-v2');
  const again = await readMachine('cgroup-v2');
  const lower = await readMachine('process-group');
  expect(again).toEqual(one);
  expect(one.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
  expect(lower.fingerprint).not.toBe(one.fingerprint);
  expect(one.cpu).toBe(cpus()[0]?.model.trim());
  expect(one.memoryMiB).toBe(Math.round(totalmem() / 1024 / 1024));
  expect(one.kernel).toMatch(/^Linux \d/u);
});

test('lists of cores are read with their ranges', () => {
  expect(parseCoreList('0-2,5,8-9')).toEqual([0, 1, 2, 5, 8, 9]);
  expect(parseCoreList('3')).toEqual([3]);
});

test('every core that this process may use is in exactly one group', () => {
  const cores = readCores().flat();
  expect(cores.length).toBeGreaterThan(0);
  expect(new Set(cores).size).toBe(cores.length);
});
