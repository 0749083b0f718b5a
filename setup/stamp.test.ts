import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { clearStamp, digestOf, isStamped, writeWhole } from './stamp.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stamp-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'a'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a stamp holds for the content it was made from and for no other', () => {
  const stamp = join(folder, 'made', '.stamp');
  expect(isStamped(stamp, 'lock 1')).toBe(false);
  writeWhole(stamp, 'lock 1');
  expect(isStamped(stamp, 'lock 1')).toBe(true);
  expect(isStamped(stamp, 'lock 2')).toBe(false);
  expect(readdirSync(join(folder, 'made'))).toEqual(['.stamp']);
  clearStamp(stamp);
  expect(isStamped(stamp, 'lock 1')).toBe(false);
});

test('the digest changes with a content, a name, and a file that comes or goes', () => {
  const digests = [digestOf(folder, [])];
  writeFileSync(join(folder, 'src', 'a'), 'two');
  digests.push(digestOf(folder, []));
  renameSync(join(folder, 'src', 'a'), join(folder, 'src', 'b'));
  digests.push(digestOf(folder, []));
  writeFileSync(join(folder, 'src', 'c'), '');
  digests.push(digestOf(folder, []));
  expect(new Set(digests).size).toBe(4);
});

test('what is left out does not count, and the same files give the same digest', () => {
  const before = digestOf(folder, ['target']);
  mkdirSync(join(folder, 'target'));
  writeFileSync(join(folder, 'target', 'built'), 'x');
  expect(digestOf(folder, ['target'])).toBe(before);
  expect(digestOf(folder, [])).not.toBe(before);
});
