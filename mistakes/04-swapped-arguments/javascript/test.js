import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refund } from './subject.js';

for (const amount of [30, 0]) {
  test(`a refund of ${amount}`, () => {
    const accounts = new Map([
      ['shop', 100],
      ['ann', 100],
    ]);
    refund(accounts, 'ann', amount);
    assert.equal(accounts.get('ann'), 100 + amount);
    assert.equal(accounts.get('shop'), 100 - amount);
  });
}
