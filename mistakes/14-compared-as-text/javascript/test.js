import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSupported } from './subject.js';

test('newer versions are supported, older ones not', () => {
  assert.equal(isSupported('2.4', '2.3'), true);
  assert.equal(isSupported('1.9', '2.3'), false);
});

test('the oldest itself is supported', () => {
  assert.equal(isSupported('2.3', '2.3'), true);
});
