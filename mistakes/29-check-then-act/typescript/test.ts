import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redeem } from './subject.ts';

test('a coupon is redeemed once', async () => {
  const redeemed = new Set<string>();
  assert.equal(await redeem(redeemed, 'SPRING'), 'redeemed');
  assert.equal(await redeem(redeemed, 'SPRING'), 'refused');
});
