import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stockAfter } from './subject.ts';

test('a delivery is added', () => {
  assert.equal(stockAfter(10, '{"quantity":3}'), 13);
});

test('a delivery of nothing changes nothing', () => {
  assert.equal(stockAfter(10, '{"quantity":0}'), 10);
});
