import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenOf } from './subject.ts';

test('the token stands behind the word Bearer', () => {
  assert.equal(tokenOf(new Map([['authorization', 'Bearer abc']])), 'abc');
});

test('a request without the header has no token', () => {
  assert.equal(tokenOf(new Map()), 'none');
});
