import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { createApp } from '../app.js';

/** A stockroom whose outcome follows from the article; it notes what it was asked. */
const asked = [];
const OUTCOMES = {
  7: { found: { sku: 7, available: 0, warehouse: 'W8', level: 'none' } },
  404: { refusal: 'not found' },
  502: { refusal: 'bad gateway', cause: 'status 500' },
  504: { refusal: 'gateway timeout' },
};
const stockroom = {
  ask(sku) {
    asked.push(sku);
    return { cancel() {}, outcome: Promise.resolve(OUTCOMES[sku]) };
  },
};

const app = createApp({ stockroom });
after(() => app.close());

test('what was found is answered', async () => {
  const answer = await app.inject({ url: '/availability/7' });
  assert.deepEqual([answer.statusCode, answer.json()], [200, OUTCOMES[7].found]);
});

test('each way in which an upstream fails has its status, and the cause goes to the log alone', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  for (const [sku, status, error] of [
    ['404', 404, 'not found'],
    ['502', 502, 'bad gateway'],
    ['504', 504, 'gateway timeout'],
  ]) {
    const answer = await app.inject({ url: `/availability/${sku}` });
    assert.deepEqual([answer.statusCode, answer.json()], [status, { error }]);
  }
  assert.deepEqual(log.mock.calls.map((call) => call.arguments), [['upstream:', 'status 500']]);
});

test('what is not 1 to 6 digits is answered with 400 and never reaches the upstream', async () => {
  asked.length = 0;
  for (const sku of ['pan', '-5', '+5', '1.0', '1000000', '..%2fcounts', '7%0A', '7%20', '7%3Fa=b', '%D9%A7']) {
    const answer = await app.inject({ url: `/availability/${sku}` });
    assert.equal(answer.statusCode, 400, sku);
  }
  assert.equal((await app.inject({ url: '/availability/' })).statusCode, 404);
  assert.deepEqual(asked, []);
});

test('a client that goes away cancels the question', async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers();
  const patient = createApp({
    stockroom: {
      ask: () => ({ cancel: () => resolve(), outcome: cancelled.then(() => ({ refusal: 'cancelled' })) }),
    },
  });
  await patient.listen({ port: 0, host: '127.0.0.1' });
  const client = request({ port: patient.server.address().port, path: '/availability/7' }).end();
  client.on('error', () => {});
  await once(patient.server, 'request');
  client.destroy();
  await cancelled;
  await patient.close();
});

test('without an upstream the route answers 503, whatever it is asked', async () => {
  const bare = createApp({});
  for (const url of ['/availability/7', '/availability/pan']) {
    const answer = await bare.inject({ url });
    assert.deepEqual([answer.statusCode, answer.json()], [503, { error: 'not configured' }], url);
  }
  await bare.close();
});
