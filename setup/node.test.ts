import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { cloneAt } from './clone.mjs';
import { link, pinnedVersion } from './node.mjs';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'node-'));
});
afterEach(() => rmSync(place, { recursive: true }));

test('a link within the clone is relative, one out of it absolute', () => {
  const clone = cloneAt(join(place, 'clone'), {});
  link(clone, join(clone.root, 'setup', 'x'), join(clone.bin, 'inner'));
  link(clone, join(place, 'clone-2', 'x'), join(clone.bin, 'outer'));
  expect(readlinkSync(join(clone.bin, 'inner'))).toBe('../../../setup/x');
  expect(readlinkSync(join(clone.bin, 'outer'))).toBe(join(place, 'clone-2', 'x'));
});

test('a link that is right is left alone, one that is not is replaced, even if it leads nowhere', () => {
  const clone = cloneAt(place, {});
  const path = join(clone.bin, 'go');
  link(clone, join(place, 'a'), path);
  const made = lstatSync(path).ino;
  link(clone, join(place, 'a'), path);
  expect(lstatSync(path).ino).toBe(made);
  mkdirSync(join(place, 'b'));
  writeFileSync(join(place, 'b', 'go'), '');
  link(clone, join(place, 'b', 'go'), path);
  expect(statSync(path).isFile()).toBe(true);
});

test("the version of the pinned Node is one number: the package's, each platform's and the lock's", () => {
  const root = new URL('..', import.meta.url).pathname;
  const version = pinnedVersion(cloneAt(root, {}));
  for (const file of ['package.json', 'package-lock.json']) {
    const text = readFileSync(join(root, 'setup', 'node', file), 'utf8');
    const said = [...text.matchAll(/"(?:version|node-[\w-]+)": "(\d+\.\d+\.\d+)"/g)].map(([, found]) => found);
    expect(new Set(said)).toEqual(new Set([version]));
  }
});

test('no lock file names a host', () => {
  for (const file of ['../package-lock.json', 'node/package-lock.json']) {
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).not.toMatch(/"resolved"|https?:\/\/registry/);
  }
});
