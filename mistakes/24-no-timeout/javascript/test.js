import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { askPrice } from './subject.js';

for (const price of [250, 0]) {
  test(`the service answers ${price}`, async (context) => {
    const service = createServer((_, response) => response.end(String(price)));
    context.after(() => service.close());
    await once(service.listen(0, '127.0.0.1'), 'listening');
    assert.equal(await askPrice(service.address().port), price);
  });
}
