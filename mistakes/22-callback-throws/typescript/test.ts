import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { firstHost } from './subject.ts';

for (const link of ['https://shop.example/cart', 'https://shop.example']) {
  test(`the host of ${link}`, async () => {
    const queue = new EventEmitter();
    setTimeout(() => queue.emit('message', link), 1);
    assert.equal(await firstHost(queue), 'shop.example');
  });
}
