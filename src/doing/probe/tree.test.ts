import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { pss } from './tree.ts';

/** Takes 64 MiB when it is told to, and says so. In a process of its own: ours may have as much left over from other tests. */
const TAKES = `process.stdin.once('data', () => {
  globalThis.held = Buffer.alloc(64 * 1024 * 1024, 1);
  process.stdout.write('held');
});
process.stdout.write('ready');`;

test('memory that a process takes shows in its size', async () => {
  const child = spawn(process.execPath, ['-e', TAKES], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const pids = child.pid === undefined ? [] : [child.pid];
  const before = pss(pids) ?? Number.NaN;
  child.stdin.write('go');
  await once(child.stdout, 'data');
  const after = pss(pids) ?? Number.NaN;
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(after - before).toBeGreaterThan(55);
  expect(after - before).toBeLessThan(120);
});

test('a tree of nothing but ended processes is unknown, and an ended one beside a living one is left out', () => {
  const ended = spawnSync('/bin/true').pid;
  expect(pss([ended])).toBeNull();
  expect(pss([])).toBeNull();
  expect(pss([ended, process.pid])).toBeGreaterThan(1);
});
