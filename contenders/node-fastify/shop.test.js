import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shopOn } from './shop.js';
import * as statements from './shop-statements.js';

/** A pool that answers from a table of rows by statement, and notes what becomes of its connection. */
function fakePool(rows, { failure } = {}) {
  const noted = [];
  const execute = async (sql, values) => {
    if (failure !== undefined) throw failure;
    noted.push(...values);
    return [rows[sql] ?? [], []];
  };
  const connection = {
    execute,
    beginTransaction: async () => noted.push('begin'),
    commit: async () => noted.push('commit'),
    rollback: async () => noted.push('rollback'),
    release: () => noted.push('release'),
    destroy: () => noted.push('destroy'),
  };
  return { noted, execute, getConnection: async () => connection, end: async () => noted.push('end') };
}

test('a product is read by its id', async () => {
  const row = { id: 3, name: '鉄瓶', price_cents: 103, stock: 9 };
  const pool = fakePool({ [statements.READ_PRODUCT]: [row] });
  assert.deepEqual(await shopOn(pool).productById(3), { id: 3, name: '鉄瓶', priceCents: 103, stock: 9 });
  assert.deepEqual(pool.noted, [3]);
  assert.equal(await shopOn(fakePool({})).productById(3), null);
});

test('an order is read with its lines', async () => {
  const pool = fakePool({
    [statements.READ_ORDER]: [{ id: 7, customer_id: 5, total_cents: 206 }],
    [statements.READ_LINES]: [{ product_id: 3, quantity: 2, unit_price_cents: 103 }],
  });
  assert.deepEqual(await shopOn(pool).orderById(7), {
    orderId: 7,
    customerId: 5,
    totalCents: 206,
    lines: [{ productId: 3, quantity: 2, unitPriceCents: 103 }],
  });
  assert.deepEqual(pool.noted, [7, 7]);
});

test('an order that nobody made is null, and its lines are not asked for', async () => {
  const pool = fakePool({});
  assert.equal(await shopOn(pool).orderById(7), null);
  assert.deepEqual(pool.noted, [7]);
});

test('a connection is given back after a checkout that was refused', async () => {
  const pool = fakePool({});
  const order = { requestId: 'request-1', customerId: 5, lines: [{ productId: 3, quantity: 1 }] };
  assert.deepEqual(await shopOn(pool).checkOut(order), { refusal: 'no such customer' });
  assert.deepEqual(pool.noted, ['begin', 5, 'rollback', 'release']);
});

test('a connection on which a checkout failed is ended, so that nothing stays open on it', async () => {
  const failure = new Error('Connection lost');
  const pool = fakePool({}, { failure });
  const order = { requestId: 'request-1', customerId: 5, lines: [{ productId: 3, quantity: 1 }] };
  await assert.rejects(shopOn(pool).checkOut(order), failure);
  assert.deepEqual(pool.noted, ['begin', 'destroy']);
});
