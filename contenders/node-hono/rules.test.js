import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from './app.js';
import { validOrder as byAjv } from './rules-ajv.js';
import { validOrder as byZod } from './rules-zod.js';

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

const broken = {
  'no id': { id: undefined },
  'an id of 13 digits': { id: 'ord-1234567890123' },
  'an id with a line break behind it': { id: 'ord-1\n' },
  'a date without Z': { placedAt: '2026-03-01T12:00:00' },
  'a date with a line break behind it': { placedAt: '2026-03-01T12:00:00Z\n' },
  'a foreign currency': { currency: 'CHF' },
  'no customer': { customer: null },
  'a list for a customer': { customer: ['c-1', 'Zoë', 'z@e', 'DE'] },
  'an e-mail without @': { customer: { ...order().customer, email: 'zoe' } },
  'an e-mail of two characters': { customer: { ...order().customer, email: 'a@' } },
  'a country in small letters': { customer: { ...order().customer, country: 'de' } },
  'a discount of 101': { discountPercent: 101 },
  'a discount below 0': { discountPercent: -1 },
  'half a per cent': { discountPercent: 0.5 },
  'no lines': { lines: [] },
  '501 lines': { lines: Array.from({ length: 501 }, () => line()) },
  'a line that is null': { lines: [null] },
  'a short sku': { lines: [line({ sku: 'SKU-1' })] },
  'a sku of seven digits': { lines: [line({ sku: 'SKU-0000001' })] },
  'an empty name': { lines: [line({ name: '' })] },
  'a name of 201 characters': { lines: [line({ name: 'é'.repeat(201) })] },
  'an unknown category': { lines: [line({ category: 'food' })] },
  'a quantity as text': { lines: [line({ quantity: '3' })] },
  'no quantity': { lines: [line({ quantity: 0 })] },
  'a quantity of 1001': { lines: [line({ quantity: 1001 })] },
  'no price': { lines: [line({ unitPriceCents: undefined })] },
  'a price above the limit': { lines: [line({ unitPriceCents: 10_000_001 })] },
  'nine tags': { lines: [line({ tags: Array(9).fill('a') })] },
  'an empty tag': { lines: [line({ tags: [''] })] },
  'no tags': { lines: [line({ tags: undefined })] },
  'a note of 2001 characters': { note: 'n'.repeat(2001) },
  'a note that is null': { note: null },
};

for (const [name, validOrder] of [
  ['zod', byZod],
  ['ajv', byAjv],
]) {
  const app = createApp({ users: null, verifiedEmail: null, validOrder });
  const post = (body) =>
    app.request('/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test(`${name}: a correct order breaks no rule, with unknown keys, a note and the longest name`, async () => {
    assert.equal((await post(order())).status, 200);
    assert.equal((await post({ ...order(), extra: { id: 1 }, note: '' })).status, 200);
    assert.equal((await post(order({ lines: [line({ name: 'é'.repeat(200) })] }))).status, 200);
  });

  for (const [what, changes] of Object.entries(broken)) {
    test(`${name}: an order with ${what} is answered with 422 and a reason`, async () => {
      const answer = await post(order(changes));
      assert.equal(answer.status, 422);
      assert.notEqual((await answer.json()).error, '');
    });
  }

  for (const body of [5, null, true, 'text', [], [order()], {}]) {
    test(`${name}: ${JSON.stringify(body).slice(0, 20)} in place of an order is answered with 422`, async () => {
      assert.equal((await post(body)).status, 422);
    });
  }
}
