import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createApp } from './app.js';

const ORDER = {
  id: 'ord-1',
  placedAt: '2026-03-01T12:00:00Z',
  currency: 'EUR',
  customer: { id: 'c-1', name: 'Zoë', email: 'z@e', country: 'DE' },
  discountPercent: 10,
  lines: [{ sku: 'SKU-000001', name: 'Trowel', category: 'garden', quantity: 3, unitPriceCents: 1999, tags: [] }],
};

const server = createServer(createApp({ users: null, verifiedEmail: null, etag: false }));
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

const ask = (path, options) => fetch(`http://127.0.0.1:${server.address().port}${path}`, options);
const post = (body, type = 'application/json') =>
  ask('/orders', { method: 'POST', headers: { 'content-type': type }, body });

test('a good order is answered with its totals and without an etag', async () => {
  const answer = await post(JSON.stringify(ORDER));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('etag'), null);
  const { subtotalCents, totalCents } = await answer.json();
  assert.deepEqual([subtotalCents, totalCents], [5997, 6423]);
});

const text = JSON.stringify(ORDER);
for (const [name, status, body, type] of [
  ['an empty body', 400, ''],
  ['half an order', 400, text.slice(0, 50)],
  ['an order with more behind it', 400, `${text} and more`],
  ['JSON that is no object', 422, '5'],
  ['an order without lines', 422, JSON.stringify({ ...ORDER, lines: [] })],
  ['an order of more than 1 MiB', 413, text + ' '.repeat(1024 * 1024)],
  ['plain text', 415, text, 'text/plain'],
]) {
  test(`${name} is answered with ${status} and a reason`, async () => {
    const answer = await post(body, type);
    assert.equal(answer.status, status);
    assert.equal(typeof (await answer.json()).error, 'string');
  });
}

test('without a database the user route is unavailable', async () => {
  assert.equal((await ask('/user')).status, 503);
});

test('unknown routes are answered with 404', async () => {
  assert.equal((await ask('/nothing')).status, 404);
});
