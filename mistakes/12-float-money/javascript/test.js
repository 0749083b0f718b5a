import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPaid } from './subject.js';

test('paid in two parts', () => {
  assert.equal(isPaid([10.5, 4.5], 15), true);
});

test('nothing paid', () => {
  assert.equal(isPaid([], 15), false);
});
