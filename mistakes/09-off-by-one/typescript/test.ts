import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './subject.ts';

test('the first page', () => {
  assert.deepEqual(page([1, 2, 3, 4, 5], 1, 2), [1, 2]);
});

test('the last page is shorter', () => {
  assert.deepEqual(page([1, 2, 3, 4, 5], 3, 2), [5]);
});
