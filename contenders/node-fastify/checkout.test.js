import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOut } from './checkout.js';
import * as statements from './shop-statements.js';

const NAMES = new Map(Object.entries(statements).map(([name, sql]) => [sql, name]));

/** A connection to a shop in memory that notes what it is asked. `broken` gives errors by the name of a command. */
function fakeConnection({ balance = 10_000n, stock = 100, unknown = [], broken = {} } = {}) {
  const asked = [];
  const command = (name, values = []) => {
    asked.push([name, ...values].join(' '));
    const errors = broken[name] ?? [];
    const error = errors.shift();
    if (error !== undefined) throw error;
  };
  const answers = {
    LOCK_CUSTOMER: ([id]) => (unknown.includes(`customer ${id}`) ? [] : [{ balance_cents: Number(balance) }]),
    LOCK_PRODUCT: ([id]) => (unknown.includes(`product ${id}`) ? [] : [{ price_cents: id * 10, stock }]),
    ADD_ORDER: () => ({ insertId: 42 }),
  };
  return {
    asked,
    beginTransaction: async () => command('BEGIN'),
    commit: async () => command('COMMIT'),
    rollback: async () => command('ROLLBACK'),
    async execute(sql, values) {
      command(NAMES.get(sql), values);
      return [answers[NAMES.get(sql)]?.(values) ?? {}, []];
    },
  };
}

const order = (changes = {}) => ({
  requestId: 'request-1',
  customerId: 5,
  lines: [
    { productId: 9, quantity: 2 },
    { productId: 3, quantity: 1 },
  ],
  ...changes,
});

const failure = (errno) => Object.assign(new Error(`error ${errno}`), { errno });
const commands = ({ asked }) => asked.map((line) => line.split(' ')[0]);

test('a checkout is one transaction, its lines by product', async () => {
  const connection = fakeConnection();
  const wanted = order();
  assert.deepEqual(await checkOut(connection, wanted), {
    receipt: { orderId: 42, customerId: 5, totalCents: 210, balanceCents: 9790, lines: 2 },
  });
  assert.deepEqual(connection.asked, [
    'BEGIN',
    'LOCK_CUSTOMER 5',
    'LOCK_PRODUCT 3',
    'LOCK_PRODUCT 9',
    'ADD_ORDER request-1 5 210',
    'ADD_LINE 42 3 1 30',
    'ADD_LINE 42 9 2 90',
    'TAKE_STOCK 1 3',
    'TAKE_STOCK 2 9',
    'TAKE_BALANCE 210 5',
    'COMMIT',
  ]);
  assert.equal(wanted.lines[0].productId, 9, 'the order itself is left as it was');
});

test('the last cent and the last piece may be spent', async () => {
  assert.equal((await checkOut(fakeConnection({ balance: 210n, stock: 2 }), order())).receipt.balanceCents, 0);
});

test('money is exact up to 53 bits', async () => {
  const { receipt } = await checkOut(fakeConnection({ balance: 9_007_199_254_740_991n }), order());
  assert.equal(receipt.balanceCents, 9_007_199_254_740_781);
});

const refused = [
  ['no such customer', { unknown: ['customer 5'] }, 'LOCK_CUSTOMER'],
  ['no such product', { unknown: ['product 9'] }, 'LOCK_PRODUCT'],
  ['out of stock', { stock: 1 }, 'LOCK_PRODUCT'],
  ['insufficient funds', { balance: 209n }, 'LOCK_PRODUCT'],
  ['repeated request', { broken: { ADD_ORDER: [failure(1062)] } }, 'ADD_ORDER'],
];
for (const [refusal, shop, last] of refused) {
  test(`${refusal}: nothing is asked after it but to roll back`, async () => {
    const connection = fakeConnection(shop);
    assert.deepEqual(await checkOut(connection, order()), { refusal });
    assert.deepEqual(commands(connection).slice(-2), [last, 'ROLLBACK']);
    assert.ok(!commands(connection).includes('COMMIT'));
  });
}

for (const [name, errno] of Object.entries({ 'a deadlock': 1213, 'a lock wait timeout': 1205 })) {
  test(`${name} is rolled back and tried again from the start`, async () => {
    const connection = fakeConnection({ broken: { LOCK_PRODUCT: [failure(errno)], TAKE_BALANCE: [failure(errno)] } });
    assert.equal((await checkOut(connection, order())).receipt.totalCents, 210);
    const frame = commands(connection).filter((command) => /^(BEGIN|ROLLBACK|COMMIT|LOCK_CUSTOMER)$/.test(command));
    const rolledBack = ['BEGIN', 'LOCK_CUSTOMER', 'ROLLBACK'];
    assert.deepEqual(frame, [...rolledBack, ...rolledBack, 'BEGIN', 'LOCK_CUSTOMER', 'COMMIT']);
  });

  test(`${name} three times over is busy`, async () => {
    const connection = fakeConnection({ broken: { LOCK_CUSTOMER: Array.from({ length: 9 }, () => failure(errno)) } });
    assert.deepEqual(await checkOut(connection, order()), { refusal: 'busy' });
    assert.deepEqual(commands(connection), Array(3).fill(['BEGIN', 'LOCK_CUSTOMER', 'ROLLBACK']).flat());
  });
}

test('a commit that fails is neither tried again nor called undone', async () => {
  for (const errno of [1213, 2013]) {
    const connection = fakeConnection({ broken: { COMMIT: [failure(errno)] } });
    await assert.rejects(checkOut(connection, order()), { errno });
    assert.equal(connection.asked.at(-1), 'COMMIT');
    assert.equal(commands(connection).filter((command) => command === 'BEGIN').length, 1);
  }
});

test('any other failure, and a duplicate anywhere else, is thrown', async () => {
  const broken = { ADD_ORDER: 1064, ADD_LINE: 1062, TAKE_STOCK: 1264, BEGIN: 2013, ROLLBACK: 2013 };
  for (const [command, errno] of Object.entries(broken)) {
    const balance = command === 'ROLLBACK' ? 0n : 10_000n;
    const connection = fakeConnection({ balance, broken: { [command]: [failure(errno)] } });
    await assert.rejects(checkOut(connection, order()), { errno }, command);
    assert.equal(commands(connection).at(-1), command);
  }
});
