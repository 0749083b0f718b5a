import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approverOf } from './subject.js';

const head = { name: 'Head' };
const bob = { name: 'Bob', manager: head };
const ann = { name: 'Ann', manager: bob };

test('the manager approves', () => {
  assert.equal(approverOf(ann), 'Bob');
});

test("a manager's own manager approves for the manager", () => {
  assert.equal(approverOf(bob), 'Head');
});
