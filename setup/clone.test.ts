import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { cloneAt, findProgram } from './clone.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clone-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

test('the cache is in the folder the user names, but a relative name is ignored', () => {
  expect(cloneAt('/clone', { HOME: '/home/me', XDG_CACHE_HOME: '/fast' }).cache).toBe('/fast/bakeoff');
  expect(cloneAt('/clone', { HOME: '/home/me', XDG_CACHE_HOME: 'fast' }).cache).toBe('/home/me/.cache/bakeoff');
});

test('a program is found on PATH, else in the further folders, and never among our own links', () => {
  const clone = cloneAt(folder, { PATH: `${join(folder, 'a')}:${join(folder, 'b')}` });
  program('.bakeoff', 'setup', 'bin', 'go');
  expect(findProgram(clone, ['go'])).toBeNull();
  const further = program('c', 'go');
  expect(findProgram(clone, ['go'], [join(folder, 'c')])).toBe(further);
  const onPath = program('b', 'go');
  expect(findProgram(clone, ['go'], [join(folder, 'c')])).toBe(onPath);
});

test('a folder or a file that may not be executed is no program', () => {
  const clone = cloneAt(folder, { PATH: folder });
  mkdirSync(join(folder, 'go'));
  writeFileSync(join(folder, 'cargo'), '');
  expect(findProgram(clone, ['go', 'cargo'])).toBeNull();
});
