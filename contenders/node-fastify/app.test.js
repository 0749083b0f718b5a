import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApp } from './app.js';

const app = createApp({});
after(() => app.close());

const post = (payload, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/orders', headers: { 'content-type': type }, payload });

const line = (changes = {}) => ({
  sku: 'SKU-000001',
  name: 'Trowel',
  category: 'garden',
  quantity: 3,
  unitPriceCents: 1999,
  tags: [],
  ...changes,
});

const order = (changes = {}) => ({
  id: 'ord-1',
  placedAt: '2026-03-01T12:00:00Z',
  currency: 'EUR',
  customer: { id: 'c-1', name: 'Zoë', email: 'z@e', country: 'DE' },
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
  'a foreign currency': { currency: 'CHF' },
  'no customer': { customer: null },
  'an e-mail without @': { customer: { ...order().customer, email: 'zoe' } },
  'a country in small letters': { customer: { ...order().customer, country: 'de' } },
  'a discount of 101': { discountPercent: 101 },
  'half a per cent': { discountPercent: 0.5 },
  'no lines': { lines: [] },
  '501 lines': { lines: Array.from({ length: 501 }, () => line()) },
  'a short sku': { lines: [line({ sku: 'SKU-1' })] },
  'a sku of seven digits': { lines: [line({ sku: 'SKU-0000001' })] },
  'an empty name': { lines: [line({ name: '' })] },
  'a name of 201 characters': { lines: [line({ name: '🪴'.repeat(201) })] },
  'an unknown category': { lines: [line({ category: 'food' })] },
  'a quantity as text': { lines: [line({ quantity: '3' })] },
  'no quantity': { lines: [line({ quantity: 0 })] },
  'no price': { lines: [line({ unitPriceCents: undefined })] },
  'nine tags': { lines: [line({ tags: Array(9).fill('a') })] },
  'an empty tag': { lines: [line({ tags: [''] })] },
  'no tags': { lines: [line({ tags: undefined })] },
  'a note of 2001 characters': { note: 'n'.repeat(2001) },
  'a note that is null': { note: null },
};

for (const [name, changes] of Object.entries(broken)) {
  test(`an order with ${name} is answered with 422 and a reason`, async () => {
    const answer = await post(order(changes));
    assert.equal(answer.statusCode, 422);
    assert.match(answer.json().error, /^body/);
  });
}

test('what is not JSON is answered with 400', async () => {
  for (const text of ['', '{', '{"id":"ord-1"} and more', 'nothing']) {
    const answer = await post(text);
    assert.equal(answer.statusCode, 400, text);
    assert.equal(typeof answer.json().error, 'string');
  }
});

test('a body that does not call itself JSON is answered with 415', async () => {
  assert.equal((await post(JSON.stringify(order()), 'text/plain')).statusCode, 415);
});

const USER = { id: 7, email: 'a@x', firstName: 'Zoé', lastName: 'Kim', country: 'FR', balanceCents: -5 };
const checks = {
  'at once': (header) => (header === undefined ? null : header),
  'later': async (header) => (header === undefined ? null : header),
};
for (const [when, verifiedEmail] of Object.entries(checks)) {
  test(`a user is answered to who is verified ${when}, and nobody to who is not`, async () => {
    const asked = [];
    const findByEmail = async (email) => {
      asked.push(email);
      return email === 'a@x' ? USER : null;
    };
    const served = createApp({ users: { findByEmail }, verifiedEmail });
    const get = async (headers) => {
      const answer = await served.inject({ url: '/user', headers });
      return [answer.statusCode, answer.json()];
    };
    assert.deepEqual(await get({ authorization: 'a@x' }), [200, USER]);
    assert.deepEqual(await get({ authorization: 'b@x' }), [404, { error: 'not found' }]);
    assert.deepEqual(await get({}), [401, { error: 'unauthorized' }]);
    assert.deepEqual(asked, ['a@x', 'b@x']);
    await served.close();
  });
}

test('a route that nobody made is not found', async () => {
  const answer = await app.inject({ url: '/nowhere' });
  assert.deepEqual([answer.statusCode, answer.json()], [404, { error: 'not found' }]);
});

test('a key that would poison a prototype is ignored like any unknown key', async () => {
  const text = JSON.stringify(order()).replace('{', '{"__proto__":{"a":1},"constructor":{"prototype":{}},');
  assert.equal((await post(text)).statusCode, 200);
  assert.equal({}.a, undefined);
});

test('the answer carries every field of a priced order', async () => {
  assert.deepEqual((await post(order({ discountPercent: 10 }))).json(), {
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
