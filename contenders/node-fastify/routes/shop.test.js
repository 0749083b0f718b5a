import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApp } from '../app.js';

const asked = [];
const PRODUCT = { id: 3, name: "O'Hara vase", priceCents: 27_287, stock: 0 };
const ORDER = {
  orderId: 9_007_199_254_740_991,
  customerId: 1,
  totalCents: 54_574,
  lines: [{ productId: 3, quantity: 2, unitPriceCents: 27_287 }],
};
const RECEIPT = { orderId: 42, customerId: 5, totalCents: 100, balanceCents: 0, lines: 1 };
const noted = (answer) => async (what) => {
  asked.push(what);
  return answer(what);
};
// A refusal is asked for by the request's id.
const shop = {
  productById: noted((id) => (id === 3 ? PRODUCT : null)),
  orderById: noted((id) => (id === ORDER.orderId ? ORDER : null)),
  checkOut: noted(({ requestId }) =>
    requestId === 'order-42' ? { receipt: RECEIPT } : { refusal: requestId.replaceAll('-', ' ') },
  ),
};

const app = createApp({ shop });
after(() => app.close());

const order = (changes = {}) => ({
  requestId: 'order-42',
  customerId: 5,
  lines: [{ productId: 1, quantity: 1 }],
  ...changes,
});
const lines = (count) => Array.from({ length: count }, (_, index) => ({ productId: index + 1, quantity: 1 }));
const post = (payload, to = app) =>
  to.inject({ method: 'POST', url: '/checkouts', headers: { 'content-type': 'application/json' }, payload });

test('products and orders are read by their number', async () => {
  assert.deepEqual((await app.inject({ url: '/products/3' })).json(), PRODUCT);
  assert.deepEqual((await app.inject({ url: `/checkouts/${ORDER.orderId}` })).json(), ORDER);
});

test('digits that are the number of nothing are not found, also where no number holds them', async () => {
  asked.length = 0;
  for (const path of ['/products', '/checkouts']) {
    for (const id of ['0', '4', '9007199254740993', '9'.repeat(400)]) {
      const answer = await app.inject({ url: `${path}/${id}` });
      assert.deepEqual([answer.statusCode, answer.json()], [404, { error: 'not found' }], `${path}/${id}`);
    }
  }
  assert.deepEqual(asked, [0, 4, 0, 4]);
});

test('what is not digits is answered with 400 before anything is asked', async () => {
  asked.length = 0;
  for (const id of ['abc', '-1', '1.5', '1e3', '0x1', '1%20OR%201=1', "1'--", '3%0A', 'a'.repeat(400)]) {
    assert.equal((await app.inject({ url: `/products/${id}` })).statusCode, 400, id);
    assert.equal((await app.inject({ url: `/checkouts/${id}` })).statusCode, 400, id);
  }
  assert.equal((await app.inject({ url: '/products/' })).statusCode, 404);
  assert.deepEqual(asked, []);
});

test('an order is answered with 201 and its receipt', async () => {
  const answer = await post({ ...order(), note: 'unknown keys are ignored' });
  assert.deepEqual([answer.statusCode, answer.json()], [201, RECEIPT]);
  const most = order({ customerId: 4_294_967_295, lines: lines(10).map((line) => ({ ...line, quantity: 100 })) });
  assert.equal((await post(most)).statusCode, 201);
});

const refusals = {
  'no such customer': 404,
  'no such product': 404,
  'insufficient funds': 402,
  'out of stock': 409,
  'repeated request': 409,
};
for (const [refusal, status] of Object.entries(refusals)) {
  test(`${refusal} is answered with ${status}`, async () => {
    const answer = await post(order({ requestId: refusal.replaceAll(' ', '-') }));
    assert.deepEqual([answer.statusCode, answer.json()], [status, { error: refusal }]);
  });
}

test('a shop that is busy is 503, and one that fails 500 without a reason', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  const busy = createApp({ shop: { ...shop, checkOut: async () => ({ refusal: 'busy' }) } });
  assert.deepEqual((await post(order(), busy)).json(), { error: 'busy' });
  assert.equal((await post(order(), busy)).statusCode, 503);
  const failure = new Error('Connection lost');
  const broken = createApp({ shop: { ...shop, checkOut: async () => Promise.reject(failure) } });
  const answer = await post(order(), broken);
  assert.deepEqual([answer.statusCode, answer.json()], [500, { error: 'internal error' }]);
  assert.deepEqual(log.mock.calls.map((call) => call.arguments), [[failure]]);
  await Promise.all([busy.close(), broken.close()]);
});

const broken = {
  'no request id': { requestId: undefined },
  'a request id of 7 characters': { requestId: '1234567' },
  'a request id of 65 characters': { requestId: 'x'.repeat(65) },
  'SQL in its request id': { requestId: "' OR '1'='1" },
  'a line break after its request id': { requestId: 'order-42\n' },
  'a request id that is a number': { requestId: 12_345_678 },
  'customer 0': { customerId: 0 },
  'a customer that is a text': { customerId: '5' },
  'a customer beyond 32 bits': { customerId: 4_294_967_296 },
  'no lines': { lines: [] },
  'lines that are null': { lines: null },
  'eleven lines': { lines: lines(11) },
  'a line that is null': { lines: [null] },
  'a product that stands twice': { lines: [...lines(2), { productId: 1, quantity: 2 }] },
  'product 0': { lines: [{ productId: 0, quantity: 1 }] },
  'a quantity of 0': { lines: [{ productId: 1, quantity: 0 }] },
  'a quantity below 0': { lines: [{ productId: 1, quantity: -3 }] },
  'a quantity of 101': { lines: [{ productId: 1, quantity: 101 }] },
  'half a piece': { lines: [{ productId: 1, quantity: 0.5 }] },
  'a quantity that is a text': { lines: [{ productId: 1, quantity: '1' }] },
  'no quantity': { lines: [{ productId: 1 }] },
};
for (const [name, changes] of Object.entries(broken)) {
  test(`an order with ${name} is answered with 422 and is not checked out`, async () => {
    asked.length = 0;
    const answer = await post(order(changes));
    assert.equal(answer.statusCode, 422);
    assert.match(answer.json().error, /^body/);
    assert.deepEqual(asked, []);
  });
}

test('without a shop all routes answer 503, whatever they are asked', async () => {
  const bare = createApp({});
  const answers = await Promise.all([
    bare.inject({ url: '/products/3' }),
    bare.inject({ url: '/products/abc' }),
    bare.inject({ url: '/checkouts/3' }),
    post(order(), bare),
    post('{ no JSON', bare),
    bare.inject({ method: 'POST', url: '/checkouts', headers: { 'content-type': 'text/plain' }, payload: 'x' }),
  ]);
  for (const answer of answers) {
    assert.deepEqual([answer.statusCode, answer.json()], [503, { error: 'not configured' }]);
  }
  await bare.close();
});
