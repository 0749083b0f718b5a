import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finalPrice } from './subject.js';

test('without a coupon the price is the one listed', () => {
  assert.equal(finalPrice(100, 0), 100);
});

test('a coupon makes it less', () => {
  assert.equal(finalPrice(100, 30), 70);
});
