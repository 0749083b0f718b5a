import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { after, test } from 'node:test';
import { createApp } from '../app.js';
import { openStockroom } from '../stockroom.js';

/** An upstream that holds every answer until the test gives it. */
const held = new Map();
const upstream = createServer((question, answer) => {
  const sku = Number(question.url.slice('/stock/'.length));
  held.set(sku, [...(held.get(sku) ?? []), answer]);
  upstream.emit('asked');
}).listen(0, '127.0.0.1');
await once(upstream, 'listening');
const stockroom = openStockroom(`http://127.0.0.1:${upstream.address().port}`, 2000);
const app = createApp({ stockroom });
await app.listen({ port: 0, host: '127.0.0.1' });
after(async () => {
  await app.close();
  await stockroom.close();
  upstream.closeAllConnections();
  upstream.close();
});

const post = (payload, type = 'application/json', to = app) =>
  to.inject({ method: 'POST', url: '/agents/stock', headers: { 'content-type': type }, payload });

async function untilAsked(skus) {
  while (!skus.every((sku) => held.has(sku))) await once(upstream, 'asked');
  return skus.map((sku) => held.get(sku)[0]);
}

/** Asks over a socket and resolves when the head of the answer is there. */
async function open(skus) {
  const call = request({
    port: app.server.address().port,
    method: 'POST',
    path: '/agents/stock',
    headers: { 'content-type': 'application/json' },
  });
  call.end(JSON.stringify({ skus }));
  const [answer] = await once(call, 'response');
  return { call, answer: answer.setEncoding('utf8') };
}

const stock = (sku) => JSON.stringify({ sku, available: sku, warehouse: 'W3', level: 'x' });

test('the head is sent before the upstream answers, and each outcome when it is there', async () => {
  const { answer } = await open([11, 12, 13]);
  assert.equal(answer.statusCode, 200);
  assert.match(answer.headers['content-type'], /^text\/event-stream/);
  assert.equal(answer.headers['transfer-encoding'], 'chunked');
  const [eleven, twelve, thirteen] = await untilAsked([11, 12, 13]);

  thirteen.end(stock(13));
  assert.deepEqual(await once(answer, 'data'), ['data: {"sku":13,"available":13,"warehouse":"W3"}\n\n']);
  eleven.writeHead(404).end();
  assert.deepEqual(await once(answer, 'data'), ['data: {"sku":11,"error":"not found"}\n\n']);
  twelve.end(stock(12));
  const rest = await Array.fromAsync(answer);
  const last = 'data: {"sku":12,"available":12,"warehouse":"W3"}\n\ndata: {"answered":2,"failed":1}\n\n';
  assert.deepEqual([rest.join(''), answer.complete], [last, true]);
  assert.deepEqual([11, 12, 13].map((sku) => held.get(sku).length), [1, 1, 1]);
});

test('a client that goes away ends what is open at the upstream at once, and nothing is logged', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  // Asked before the others, so its clock runs out before theirs.
  const patient = await open([20]);
  await untilAsked([20]);
  const { call, answer } = await open([21, 22, 23]);
  const [done, ...waiting] = await untilAsked([21, 22, 23]);
  const ended = Promise.all(waiting.map((each) => once(each, 'close'))).then(() => 'ended');
  done.end(stock(21));
  await once(answer, 'data');
  answer.on('error', () => {});
  call.destroy();
  assert.equal(await Promise.race([ended, once(patient.answer, 'data')]), 'ended');
  held.get(20)[0].end(stock(20));
  await Array.fromAsync(patient.answer);
  assert.equal(log.mock.callCount(), 0);
});

test('an article that the upstream does not answer in time is a gateway timeout among the others', async () => {
  const { answer } = await open([31, 32]);
  const [first] = await untilAsked([31, 32]);
  first.end(stock(31));
  assert.deepEqual((await Array.fromAsync(answer)).join('').split('\n\n'), [
    'data: {"sku":31,"available":31,"warehouse":"W3"}',
    'data: {"sku":32,"error":"gateway timeout"}',
    'data: {"answered":1,"failed":1}',
    '',
  ]);
});

const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
const broken = {
  'no skus': {},
  'an empty list': { skus: [] },
  '17 skus': { skus: numbers(17) },
  'a sku that stands twice': { skus: [1, 2, 1] },
  'sku 0': { skus: [0] },
  'sku 1000000': { skus: [1_000_000] },
  'half a sku': { skus: [1.5] },
  'a sku that is a text': { skus: ['7'] },
  'a sku that is null': { skus: [null] },
  'skus that are a number': { skus: 7 },
  'a list in its place': [[7]],
};
for (const [name, body] of Object.entries(broken)) {
  test(`a question with ${name} is answered with 422 and never reaches the upstream`, async () => {
    held.clear();
    const answer = await post(body);
    assert.deepEqual([answer.statusCode, Object.keys(answer.json()), held.size], [422, ['error'], 0]);
  });
}

test('what is no JSON, of another type or too large never gets that far', async () => {
  assert.equal((await post('{"skus":[7]')).statusCode, 400);
  assert.equal((await post('{"skus":[7]}', 'text/plain')).statusCode, 415);
  assert.equal((await post(`{"skus":[7]${' '.repeat(1024 * 1024)}}`)).statusCode, 413);
});

test('sixteen skus and unknown keys are taken', async () => {
  const skus = numbers(16).map((number) => 999_999 - number);
  const answering = post({ skus, extra: true });
  for (const [index, each] of (await untilAsked(skus)).entries()) each.end(stock(skus[index]));
  const { statusCode, payload } = await answering;
  assert.deepEqual([statusCode, payload.split('\n\n').at(-2)], [200, 'data: {"answered":16,"failed":0}']);
});

test('without an upstream the route answers 503, whatever it is asked', async () => {
  const bare = createApp({});
  for (const answer of [await post({ skus: [7] }, 'application/json', bare), await post('{', 'text/plain', bare)]) {
    assert.deepEqual([answer.statusCode, answer.json()], [503, { error: 'not configured' }]);
  }
  await bare.close();
});
