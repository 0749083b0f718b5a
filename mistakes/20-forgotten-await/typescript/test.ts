import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOrder, Store } from './subject.ts';

for (const lines of [['tea', 'cup'], []]) {
  test(`an order of ${lines.length} lines is in the store`, async () => {
    const store = new Store();
    assert.equal(await placeOrder(store, lines), lines.length);
    assert.deepEqual(store.lines, lines);
  });
}
