import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueOf } from './subject.js';

test('the value stands behind the mark', () => {
  assert.equal(valueOf('port = 80'), '80');
});

test('a value may be empty', () => {
  assert.equal(valueOf('prefix ='), '');
});
