import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Account, transfer } from './subject.ts';

for (const amount of [30, 0]) {
  test(`a transfer of ${amount}`, async () => {
    const ann = new Account(1, 100);
    const bob = new Account(2, 100);
    await transfer(ann, bob, amount);
    assert.deepEqual([ann.balance, bob.balance], [100 - amount, 100 + amount]);
  });
}
