import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayAddProject } from './subject.ts';

test('the free plan allows a third project', () => {
  assert.equal(mayAddProject('free', 2), true);
});

test('and not a fourth', () => {
  assert.equal(mayAddProject('free', 3), false);
});
