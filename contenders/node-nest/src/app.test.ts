import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { compiled } from './compiled.ts';

const { createApp } = await compiled('app')('app.js');
const app: NestFastifyApplication = await createApp({ databaseUrl: null, jwtSecret: null, jwtKey: 'object' }, 1);
after(() => app.close());

const post = (payload: string | object, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/orders', headers: { 'content-type': type }, payload });

const line = (changes: object = {}) => ({
  sku: 'SKU-000001',
  name: 'Trowel',
  category: 'garden',
  quantity: 3,
  unitPriceCents: 1999,
  tags: [],
  ...changes,
});

const CUSTOMER = { id: 'c-1', name: 'Zoë', email: 'z@e', country: 'DE' };
const order = (changes: object = {}) => ({
  id: 'ord-1',
  placedAt: '2026-03-01T12:00:00Z',
  currency: 'EUR',
  customer: CUSTOMER,
  discountPercent: 0,
  lines: [line()],
  ...changes,
});

test('a correct order is taken, with unknown keys, a note and lengths counted in characters', async () => {
  assert.equal((await post(order())).statusCode, 200);
  assert.equal((await post({ ...order(), extra: { id: 1 }, note: '' })).statusCode, 200);
  assert.equal((await post(order({ lines: [line({ name: '🪴'.repeat(200) })] }))).statusCode, 200);
});

const broken = {
  'no id': { id: undefined },
  'an id of 13 digits': { id: 'ord-1234567890123' },
  'an id with a line break behind it': { id: 'ord-1\n' },
  'a date without Z': { placedAt: '2026-03-01T12:00:00' },
  'a date with a line break behind it': { placedAt: '2026-03-01T12:00:00Z\n' },
  'a foreign currency': { currency: 'CHF' },
  'a customer that is null': { customer: null },
  'no customer': { customer: undefined },
  'a list for a customer': { customer: ['c-1', 'Zoë', 'z@e', 'DE'] },
  'a list with a customer': { customer: [CUSTOMER] },
  'an e-mail without @': { customer: { ...CUSTOMER, email: 'zoe' } },
  'an e-mail of two characters': { customer: { ...CUSTOMER, email: 'a@' } },
  'a customer name that is a list': { customer: { ...CUSTOMER, name: ['Zoë'] } },
  'a country in small letters': { customer: { ...CUSTOMER, country: 'de' } },
  'a discount of 101': { discountPercent: 101 },
  'a discount below 0': { discountPercent: -1 },
  'a discount as text': { discountPercent: '10' },
  'half a per cent': { discountPercent: 0.5 },
  'no lines': { lines: [] },
  'an object for the lines': { lines: { 0: line() } },
  '501 lines': { lines: Array.from({ length: 501 }, () => line()) },
  'a line that is null': { lines: [line(), null] },
  'a line that is a list': { lines: [[line()]] },
  'a line that is a text': { lines: ['line'] },
  'a short sku': { lines: [line({ sku: 'SKU-1' })] },
  'a sku of seven digits': { lines: [line({ sku: 'SKU-0000001' })] },
  'an empty name': { lines: [line({ name: '' })] },
  'a name of 201 characters': { lines: [line({ name: '🪴'.repeat(201) })] },
  'an unknown category': { lines: [line({ category: 'food' })] },
  'a list for a category': { lines: [line({ category: ['books'] })] },
  'a quantity as text': { lines: [line({ quantity: '3' })] },
  'a quantity that is true': { lines: [line({ quantity: true })] },
  'no quantity': { lines: [line({ quantity: 0 })] },
  'a quantity of 1001': { lines: [line({ quantity: 1001 })] },
  'no price': { lines: [line({ unitPriceCents: undefined })] },
  'a price above the limit': { lines: [line({ unitPriceCents: 10_000_001 })] },
  'nine tags': { lines: [line({ tags: Array(9).fill('a') })] },
  'an empty tag': { lines: [line({ tags: [''] })] },
  'a tag that is a number': { lines: [line({ tags: [7] })] },
  'a text for the tags': { lines: [line({ tags: 'red' })] },
  'no tags': { lines: [line({ tags: undefined })] },
  'a note of 2001 characters': { note: 'n'.repeat(2001) },
  'a note that is a number': { note: 5 },
  'a note that is null': { note: null },
};

for (const [name, changes] of Object.entries(broken)) {
  test(`an order with ${name} is answered with 422 and a reason`, async () => {
    const answer = await post(order(changes));
    assert.equal(answer.statusCode, 422);
    assert.match(answer.json().error, /\w/);
  });
}

test('JSON that is no order is answered with 422', async () => {
  for (const text of ['5', 'null', 'true', '"order"', '[]', '{}', JSON.stringify([order()])]) {
    const answer = await post(text);
    assert.equal(answer.statusCode, 422, text);
    assert.equal(typeof answer.json().error, 'string');
  }
});

test('what is not JSON is answered with 400', async () => {
  for (const text of ['', '{', '{"id":"ord-1"} and more', 'nothing']) {
    const answer = await post(text);
    assert.equal(answer.statusCode, 400, text);
    assert.equal(typeof answer.json().error, 'string');
  }
});

test('a body of more than 1 MiB is answered with 413', async () => {
  const answer = await post(JSON.stringify(order()) + ' '.repeat(1024 * 1024));
  assert.equal(answer.statusCode, 413);
  assert.equal(typeof answer.json().error, 'string');
});

test('a body that does not call itself JSON is answered with 415', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
    assert.equal((await post(JSON.stringify(order()), type)).statusCode, 415, type);
  }
});

test('a key that would poison a prototype is ignored like any unknown key', async () => {
  const text = JSON.stringify(order()).replace('{', '{"__proto__":{"a":1},"constructor":{"prototype":{}},');
  assert.equal((await post(text)).statusCode, 200);
  assert.equal(({} as { a?: number }).a, undefined);
});

test('the answer carries every field of a priced order', async () => {
  const answer = await post(order({ discountPercent: 10 }));
  assert.equal(answer.headers['etag'], undefined);
  assert.deepEqual(answer.json(), {
    id: 'ord-1',
    customerId: 'c-1',
    currency: 'EUR',
    placedAt: '2026-03-01T12:00:00Z',
    lines: [
      { sku: 'SKU-000001', name: 'Trowel', category: 'garden', quantity: 3, unitPriceCents: 1999, totalCents: 5997 },
    ],
    categories: [{ category: 'garden', quantity: 3, totalCents: 5997 }],
    units: 3,
    subtotalCents: 5997,
    discountCents: 599,
    taxCents: 1025,
    totalCents: 6423,
  });
});

test('without a database the user route is unavailable', async () => {
  const answer = await app.inject('/user');
  assert.equal(answer.statusCode, 503);
  assert.deepEqual(answer.json(), { error: 'no database configured' });
});

test('unknown routes are answered with 404', async () => {
  for (const [method, url] of [['GET', '/nothing'], ['POST', '/hello'], ['GET', '/orders']] as const) {
    const answer = await app.inject({ method, url });
    assert.equal(answer.statusCode, 404);
    assert.equal(typeof answer.json().error, 'string');
  }
});

test('a body that is nested too deeply is answered with 422', async () => {
  const answer = await post(`{"note":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
  assert.equal(answer.statusCode, 422);
});
