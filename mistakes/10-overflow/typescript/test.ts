import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineTotal } from './subject.ts';

test('four of something', () => {
  assert.equal(lineTotal(250, 4), 1000);
});

test('none of it', () => {
  assert.equal(lineTotal(250, 0), 0);
});
