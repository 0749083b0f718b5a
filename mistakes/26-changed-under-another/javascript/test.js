import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median } from './subject.js';

test('the median of three', () => {
  assert.equal(median([30, 10, 20]), 20);
});

test('the median of one', () => {
  assert.equal(median([30]), 30);
});
