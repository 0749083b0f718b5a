import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordFor } from './subject.ts';

test('a paid order is being packed', () => {
  assert.equal(wordFor('paid'), 'being packed');
});

test('an order that was sent is on its way', () => {
  assert.equal(wordFor('sent'), 'on its way');
});
