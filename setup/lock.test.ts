import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

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

test('a dead process that nobody has waited for yet holds no lock', async () => {
  // The shell starts a child, tells its number, and becomes a program that waits for no child. Only then does the child end:
  // before that the shell might wait for it.
  const child = '(until grep -q sleep /proc/$$/comm; do :; done) &';
  const parent = spawn('/bin/sh', ['-c', `${child} echo $!; exec sleep 60`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(
    await new Promise((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(text.toString()))),
  );
  const state = () => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
  await vi.waitUntil(() => state() === 'Z', 10_000);
  writeFileSync(join(folder, 'lock.1'), `${pid} `);
  const told: number[] = [];
  withLock(
    folder,
    (owner) => {
      told.push(owner);
      parent.kill('SIGKILL'); // lets the lock go, so that a failure is no hang
    },
    () => {},
  );
  parent.kill('SIGKILL');
  expect(told).toEqual([]);
});

test('only one of several processes holds the lock at a time, after a holder that was killed too', async () => {
  writeFileSync(join(folder, 'lock.1'), '999999999 boot:1');
  const codes = await Promise.all([1, 2, 3].map(() => ended(startHolder())));
  expect(codes).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, 'trace'), 'utf8')).toBe('+-'.repeat(15));
});
