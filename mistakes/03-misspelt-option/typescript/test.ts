import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poolForReports, poolWith } from './subject.ts';

test('reports are read from the replica', () => {
  assert.equal(poolForReports().host, 'replica');
});

test('what is not set has its default', () => {
  assert.deepEqual(poolWith({}), { host: 'primary', timeoutMs: 5000 });
});
