import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preview } from './subject.js';

test('a long text is cut', () => {
  assert.equal(preview('Good morning'), 'Good mor');
});

test('a short text is not', () => {
  assert.equal(preview('Hi'), 'Hi');
});
