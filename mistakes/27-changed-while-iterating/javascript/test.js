import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropExpired } from './subject.js';

test('an expired session is dropped', () => {
  assert.equal(dropExpired([{ end: 20 }, { end: 5 }, { end: 30 }], 10), 2);
});

test('none is dropped where none is expired', () => {
  assert.equal(dropExpired([{ end: 20 }], 10), 1);
});
