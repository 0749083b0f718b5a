import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countVisits } from './subject.ts';

test('two visitors of one page', async () => {
  assert.equal(await countVisits(2, 1), 2);
});

test('nobody', async () => {
  assert.equal(await countVisits(0, 1), 0);
});
