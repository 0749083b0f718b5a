import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isName } from './subject.js';

test('a name of two words', () => {
  assert.equal(isName('Ann Lee'), true);
});

test('a name with a mark that is not allowed', () => {
  assert.equal(isName('Ann!'), false);
});
