import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenRule, priceOrder } from './orders.js';

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

const totals = ({ units, subtotalCents, discountCents, taxCents, totalCents }) => [
  units,
  subtotalCents,
  discountCents,
  taxCents,
  totalCents,
];

test('discount and tax are rounded down, each on its own', () => {
  // 5997 * 10 % = 599.7 -> 599; (5997 - 599) * 19 % = 1025.62 -> 1025
  assert.deepEqual(totals(priceOrder(order({ discountPercent: 10 }))), [3, 5997, 599, 1025, 6423]);
});

test('the tax rate follows the country, with one rate for all others', () => {
  const rate = (country) =>
    priceOrder(order({ customer: { ...order().customer, country }, lines: [line({ quantity: 1, unitPriceCents: 100 })] }))
      .taxCents;
  assert.deepEqual(['DE', 'FR', 'GB', 'US', 'PL', 'ZZ'].map(rate), [19, 20, 20, 0, 21, 21]);
});

test('lines are sorted by total, then sku, then as they came', () => {
  const lines = [
    line({ sku: 'SKU-000009', name: 'first', quantity: 2, unitPriceCents: 50 }),
    line({ sku: 'SKU-000001', name: 'cheap', quantity: 1, unitPriceCents: 0 }),
    line({ sku: 'SKU-000009', name: 'second', quantity: 1, unitPriceCents: 100 }),
    line({ sku: 'SKU-000002', name: 'lower sku', quantity: 1, unitPriceCents: 100 }),
    line({ sku: 'SKU-000005', name: 'dear', quantity: 1, unitPriceCents: 101 }),
  ];
  assert.deepEqual(
    priceOrder(order({ lines })).lines.map(({ name }) => name),
    ['dear', 'lower sku', 'first', 'second', 'cheap'],
  );
});

test('categories are summed and sorted, and absent ones are left out', () => {
  const lines = [
    line({ category: 'tools', quantity: 1, unitPriceCents: 5 }),
    line({ category: 'books', quantity: 2, unitPriceCents: 1 }),
    line({ category: 'tools', quantity: 4, unitPriceCents: 1 }),
  ];
  assert.deepEqual(priceOrder(order({ lines })).categories, [
    { category: 'books', quantity: 2, totalCents: 2 },
    { category: 'tools', quantity: 5, totalCents: 9 },
  ]);
});

test('the largest order is exact to the cent', () => {
  const lines = Array.from({ length: 500 }, () => line({ quantity: 1000, unitPriceCents: 10_000_000 }));
  assert.deepEqual(totals(priceOrder(order({ lines, discountPercent: 1 }))), [
    500_000, 5_000_000_000_000, 50_000_000_000, 940_500_000_000, 5_890_500_000_000,
  ]);
});

test('a correct order breaks no rule, with unknown keys, a note and lengths counted in characters', () => {
  assert.equal(brokenRule(order()), null);
  assert.equal(brokenRule({ ...order(), extra: { id: 1 }, note: '' }), null);
  assert.equal(brokenRule(order({ lines: [line({ name: '🪴'.repeat(200) })] })), null);
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
  test(`an order with ${name} is refused with a reason`, () => {
    assert.match(brokenRule(order(changes)), /^order/);
  });
}
