import assert from 'node:assert/strict';
import { test } from 'node:test';
import { depthOf } from './subject.js';

const managers = new Map([
  ['ann', 'bob'],
  ['bob', 'head'],
]);

test('two steps from the head', () => {
  assert.equal(depthOf(managers, 'ann'), 2);
});

test('the head itself', () => {
  assert.equal(depthOf(managers, 'head'), 0);
});
