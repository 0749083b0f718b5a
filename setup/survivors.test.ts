import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { processesNaming } from './survivors.mjs';

let proc = '';
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'proc-'));
});
afterEach(() => rmSync(proc, { recursive: true }));

function add(pid: number, state: string, about: { cmdline?: string; environ?: string; cwd?: string }): void {
  const folder = join(proc, String(pid));
  mkdirSync(folder);
  writeFileSync(join(folder, 'stat'), `${pid} (a (odd) name) ${state} 1 1`);
  writeFileSync(join(folder, 'cmdline'), about.cmdline ?? 'sleep\x009\x00');
  writeFileSync(join(folder, 'environ'), about.environ ?? '');
  symlinkSync(about.cwd ?? '/', join(folder, 'cwd'));
  symlinkSync('/usr/bin/sleep', join(folder, 'exe'));
}

test('a process is found by its arguments, its environment or its working folder', () => {
  add(11, 'S', { cmdline: 'mariadbd\0--datadir=/run/x/data\0' });
  add(12, 'S', { environ: 'HOME=/\0TMPDIR=/run/x/tmp\0' });
  add(13, 'R', { cwd: '/run/x' });
  add(14, 'S', { cwd: '/run/y' });
  expect(processesNaming('/run/x', proc).map(({ pid }) => pid)).toEqual([11, 12, 13]);
});

test('a dead process that nobody has waited for is no survivor', () => {
  add(11, 'Z', { cwd: '/run/x' });
  expect(processesNaming('/run/x', proc)).toEqual([]);
});
