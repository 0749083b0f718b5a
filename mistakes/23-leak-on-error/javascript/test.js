import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pool, readCounter } from './subject.js';

test('a number is read', async () => {
  assert.equal(await readCounter(new Pool(), '42'), 42);
});

test('a malformed one is refused', async () => {
  await assert.rejects(readCounter(new Pool(), 'many'), /not a number/u);
});
