import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { treeMemory } from './tree.ts';

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
  const before = treeMemory(pids) ?? Number.NaN;
  child.stdin.write('go');
  await once(child.stdout, 'data');
  const after = treeMemory(pids) ?? Number.NaN;
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(after - before).toBeGreaterThan(55);
  expect(after - before).toBeLessThan(120);
});

test('a tree of nothing but ended processes is unknown, and an ended one beside a living one is left out', () => {
  const ended = spawnSync('/bin/true').pid;
  expect(treeMemory([ended])).toBeNull();
  expect(treeMemory([])).toBeNull();
  expect(treeMemory([ended, process.pid])).toBeGreaterThan(1);
});

test('a program that this one runs as well counts whole', async () => {
  const child = spawn(process.execPath, ['-e', TAKES], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  const alone = treeMemory([pid]) ?? Number.NaN;
  child.kill('SIGKILL');
  await once(child, 'close');
  const resident = Number(/^Rss:\s+(\d+) kB$/mu.exec(rollup)?.[1]) / 1024;
  const proportional = Number(/^Pss:\s+(\d+) kB$/mu.exec(rollup)?.[1]) / 1024;
  expect(Math.abs(alone - resident)).toBeLessThan(4);
  // Node.js itself has some 40 MiB of pages that are read by both.
  expect(alone - proportional).toBeGreaterThan(10);
});
