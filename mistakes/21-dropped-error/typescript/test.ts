import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { saveAll } from './subject.ts';

const folder = mkdtempSync(join(tmpdir(), 'save-'));

test('two files are there after saving', async () => {
  const files = new Map([
    ['a.txt', 'A'],
    ['b.txt', 'B'],
  ]);
  assert.equal(await saveAll(folder, files), '2 saved');
  assert.equal(readFileSync(join(folder, 'b.txt'), 'utf8'), 'B');
});

test('saving none saves none', async () => {
  assert.equal(await saveAll(folder, new Map()), '0 saved');
});
