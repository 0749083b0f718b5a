import assert from 'node:assert/strict';
import { test } from 'node:test';
import { approverOf, type Person } from './subject.ts';

const head: Person = { name: 'Head' };
const bob: Person = { name: 'Bob', manager: head };
const ann: Person = { name: 'Ann', manager: bob };

test('the manager approves', () => {
  assert.equal(approverOf(ann), 'Bob');
});

test("a manager's own manager approves for the manager", () => {
  assert.equal(approverOf(bob), 'Head');
});
