import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { withLock } from './lock.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const locks = () => readdirSync(folder).filter((name) => name.startsWith('lock.'));

// Appends `+` and, a little later, `-` to a file while holding the lock: two holders at once would write `++`.
const holder = `
  import { appendFileSync } from 'node:fs';
  const { withLock } = await import(process.argv[1]);
  for (let i = 0; i < 5; i += 1) {
    withLock(process.argv[2], () => {}, () => {
      appendFileSync(process.argv[2] + '/trace', '+');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      appendFileSync(process.argv[2] + '/trace', '-');
    });
  }`;

function startHolder(): ChildProcess {
  const lock = new URL('lock.mjs', import.meta.url).href;
  return spawn(process.execPath, ['--input-type=module', '--eval', holder, lock, folder], { stdio: 'inherit' });
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

test('the lock is given back, also when the work fails', () => {
  expect(
    withLock(
      folder,
      () => {},
      () => 7,
    ),
  ).toBe(7);
  expect(() =>
    withLock(
      folder,
      () => {},
      () => {
        throw new Error('planned');
      },
    ),
  ).toThrow('planned');
  expect(locks()).toEqual([]);
});

test('the lock of a dead process is taken over, also when its number went to another process', () => {
  writeFileSync(join(folder, 'lock.1'), '999999999 boot:1');
  writeFileSync(join(folder, 'lock.2'), `${process.pid} another-boot:1`);
  const told: number[] = [];
  expect(
    withLock(
      folder,
      (pid) => told.push(pid),
      () => locks(),
    ),
  ).toContain('lock.3');
  expect(told).toEqual([]);
});

test('only one of several processes holds the lock at a time, after a holder that was killed too', async () => {
  writeFileSync(join(folder, 'lock.1'), '999999999 boot:1');
  const codes = await Promise.all([1, 2, 3].map(() => ended(startHolder())));
  expect(codes).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, 'trace'), 'utf8')).toBe('+-'.repeat(15));
});
