import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { pss } from './tree.ts';

test('memory that this process takes shows in its size', () => {
  const before = pss([process.pid]) ?? Number.NaN;
  const held = Buffer.alloc(64 * 1024 * 1024, 1);
  const after = pss([process.pid]) ?? Number.NaN;
  expect(after - before).toBeGreaterThan(55);
  expect(after - before).toBeLessThan(120);
  expect(held.length).toBe(64 * 1024 * 1024);
});

test('a tree of nothing but ended processes is unknown, and an ended one beside a living one is left out', () => {
  const ended = spawnSync('/bin/true').pid;
  expect(pss([ended])).toBeNull();
  expect(pss([])).toBeNull();
  expect(pss([ended, process.pid])).toBeGreaterThan(1);
});
