import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comment } from './subject.js';

test('a comment of plain words', () => {
  assert.equal(comment('Ann', 'Well done'), '<p><b>Ann</b>: Well done</p>');
});

test('an empty comment', () => {
  assert.equal(comment('Ann', ''), '<p><b>Ann</b>: </p>');
});
