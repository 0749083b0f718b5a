import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { suitesOf } from './suites.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'suites-'));
  for (const [name, file] of [
    ['rust-one', 'Cargo.toml'],
    ['go-one', 'go.mod'],
    ['node-one', 'package.json'],
    ['notes', 'README.md'],
  ] as const) {
    mkdirSync(join(root, 'contenders', name), { recursive: true });
    writeFileSync(join(root, 'contenders', name, file), '');
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const ids = (without: string) =>
  suitesOf(root)
    .filter((suite) => suite.in !== without)
    .map((suite) => suite.id);

test('every contender is tested by its own toolchain, and measuring comes last', () => {
  expect(ids('gate')).toEqual([
    'checks',
    'types',
    'lint',
    'format',
    'unit',
    'loadgen',
    'loadgen/epoll',
    'loadgen/fuzz',
    'go-one',
    'node-one',
    'rust-one',
    'smoke',
  ]);
});

test('the gate also looks at the form of Rust and Go, and measures nothing', () => {
  expect(ids('test')).toEqual(
    expect.arrayContaining(['loadgen/format', 'loadgen/lint', 'go-one/format', 'go-one/lint']),
  );
  expect(ids('test')).not.toContain('smoke');
  expect(ids('test')).not.toContain('loadgen/fuzz');
});

test('what only variants of a contender load is installed for its tests as well, after the contender’s own', () => {
  const beside = join(root, 'contenders/node-one/libraries');
  mkdirSync(beside);
  writeFileSync(join(beside, 'package.json'), '');
  const suite = suitesOf(root).find(({ id }) => id === 'node-one');
  expect(suite?.run.map((argv) => [argv[0], argv[1], argv.at(-1)])).toEqual([
    ['npm', 'ci', '--prefer-offline'],
    ['npm', 'ci', 'libraries'],
    ['node', '--test', '--test-reporter=spec'],
  ]);
});
