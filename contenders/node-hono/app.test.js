import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.js';
import { validOrder } from './rules-zod.js';

const ORDER = {
  id: 'ord-1',
  placedAt: '2026-03-01T12:00:00Z',
  currency: 'EUR',
  customer: { id: 'c-1', name: 'Zoë', email: 'z@e', country: 'DE' },
  discountPercent: 10,
  lines: [{ sku: 'SKU-000001', name: 'Trowel', category: 'garden', quantity: 3, unitPriceCents: 1999, tags: [] }],
};
const MIB = 1024 * 1024;

const ZOE = { id: 1, email: 'z@e', firstName: 'Zoë', lastName: 'E', country: 'DE', balanceCents: 5_000_000_000 };
const users = {
  async findByEmail(email) {
    if (email === 'broken') throw new Error('expected in this test: the database has gone');
    return email === ZOE.email ? ZOE : null;
  },
};
// The header is the address itself: how tokens are checked is tested beside auth.js.
const verifiedEmail = (header) => header ?? null;

// Through the adapter, not `app.request`: reading bodies is the adapter's work.
const serverOf = (parts) => createAdaptorServer({ fetch: createApp({ ...parts, validOrder }).fetch });
const bare = serverOf({ users: null, verifiedEmail: null });
const whole = serverOf({ users, verifiedEmail });
before(async () => {
  for (const server of [bare, whole]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
after(() => {
  for (const server of [bare, whole]) server.close();
});

const ask = (path, options, server = bare) => fetch(`http://127.0.0.1:${server.address().port}${path}`, options);
const post = (body, type = 'application/json', more = {}) =>
  ask('/orders', { method: 'POST', headers: { 'content-type': type }, body, ...more });

/** All that the server sends for these bytes until it ends the connection. */
async function exchange(bytes) {
  const socket = connect(bare.address().port, '127.0.0.1');
  socket.end(bytes);
  let received = '';
  for await (const chunk of socket) received += chunk;
  return received;
}

test('a good order is answered with its totals, its length and without an etag', async () => {
  const answer = await post(JSON.stringify(ORDER));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('etag'), null);
  const text = await answer.text();
  assert.equal(answer.headers.get('content-length'), String(Buffer.byteLength(text)));
  const { subtotalCents, totalCents } = JSON.parse(text);
  assert.deepEqual([subtotalCents, totalCents], [5997, 6423]);
});

const text = JSON.stringify(ORDER);
for (const [name, status, body, type] of [
  ['an order as JSON in UTF-8', 200, text, 'Application/JSON ; charset=utf-8'],
  ['an order of exactly 1 MiB', 200, text + ' '.repeat(MIB - Buffer.byteLength(text))],
  ['an empty body', 400, ''],
  ['half an order', 400, text.slice(0, 50)],
  ['an order with more behind it', 400, `${text} and more`],
  ['an order without lines', 422, JSON.stringify({ ...ORDER, lines: [] })],
  ['an order of more than 1 MiB', 413, text + ' '.repeat(MIB)],
  ['plain text', 415, text, 'text/plain'],
  ['a type that only begins like JSON', 415, text, 'application/jsonp'],
]) {
  test(`${name} is answered with ${status}`, async () => {
    const answer = await post(body, type);
    assert.equal(answer.status, status);
    const { error } = await answer.json();
    assert.equal(typeof error, status === 200 ? 'undefined' : 'string');
  });
}

test('a body in pieces of unknown number is read whole, and refused when it is too long', async () => {
  const pieces = (...texts) => ReadableStream.from(texts.map((piece) => new TextEncoder().encode(piece)));
  const answer = await post(pieces(text.slice(0, 60), text.slice(60)), 'application/json', { duplex: 'half' });
  assert.equal(answer.status, 200);
  const spaces = Array(20).fill(' '.repeat(MIB / 10));
  assert.equal((await post(pieces(text, ...spaces), 'application/json', { duplex: 'half' })).status, 413);
});

test('requests sent without waiting are answered in their order', async () => {
  const get = (path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
  const received = await exchange(get('/hello') + get('/nothing') + get('/health'));
  assert.deepEqual(received.match(/\{.*?\}/g), [
    '{"message":"Hello, World!"}',
    '{"error":"not found"}',
    '{"status":"ok"}',
  ]);
});

test('HEAD is answered like GET, without the body', async () => {
  const answer = await ask('/hello', { method: 'HEAD' });
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), '');
});

for (const [path, method] of [
  ['/nothing', 'GET'],
  ['/hello/world', 'GET'],
  ['/hello', 'POST'],
  ['/hello', 'OPTIONS'],
  ['/orders', 'GET'],
]) {
  test(`${method} ${path} is not found`, async () => {
    const answer = await ask(path, { method });
    assert.equal(answer.status, 404);
    assert.deepEqual(await answer.json(), { error: 'not found' });
  });
}

test('without a database the user route is unavailable', async () => {
  assert.equal((await ask('/user')).status, 503);
});

for (const [name, status, authorization, body] of [
  ['a known address', 200, 'z@e', ZOE],
  ['an unknown address', 404, 'nobody@e', { error: 'not found' }],
  ['no address', 401, undefined, { error: 'unauthorized' }],
  ['a database that fails', 500, 'broken', { error: 'internal error' }],
]) {
  test(`GET /user with ${name} is answered with ${status}`, async (t) => {
    t.mock.method(console, 'error', () => {});
    const answer = await ask('/user', { headers: authorization === undefined ? {} : { authorization } }, whole);
    assert.equal(answer.status, status);
    assert.deepEqual(await answer.json(), body);
    assert.equal(console.error.mock.callCount(), status === 500 ? 1 : 0);
  });
}
