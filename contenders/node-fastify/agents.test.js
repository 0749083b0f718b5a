import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { stockEvents } from './agents.js';

/** A stockroom that answers an article when the test says so, and notes what is asked and cancelled. */
function openHeldStockroom() {
  const asked = new Map();
  const cancelled = [];
  return {
    cancelled,
    asked: () => [...asked.keys()],
    answer: (sku, outcome) => asked.get(sku)(outcome),
    ask(sku) {
      const { promise: outcome, resolve } = Promise.withResolvers();
      asked.set(sku, resolve);
      return { cancel: () => cancelled.push(sku), outcome };
    },
  };
}

const found = (sku) => ({ found: { sku, available: 17, warehouse: 'W3', level: 'ok' } });

/** Reads the events; the result gives those that came since it was last called. */
function readerOf(events) {
  let text = '';
  events.on('data', (data) => (text += data));
  return async () => {
    await setImmediate();
    const told = text;
    text = '';
    assert.match(told, /^(data: .*\n\n)*$/);
    return told.split('\n\n').slice(0, -1).map((each) => JSON.parse(each.slice('data: '.length)));
  };
}

test('all articles are asked at once, and each outcome is told when it is there', async () => {
  const stockroom = openHeldStockroom();
  const events = stockEvents(stockroom, [1, 2, 3]);
  const next = readerOf(events);
  assert.deepEqual(stockroom.asked(), [1, 2, 3]);
  assert.deepEqual(await next(), []);
  stockroom.answer(3, found(3));
  assert.deepEqual(await next(), [{ sku: 3, available: 17, warehouse: 'W3' }]);
  stockroom.answer(1, { refusal: 'gateway timeout' });
  assert.deepEqual(await next(), [{ sku: 1, error: 'gateway timeout' }]);
  stockroom.answer(2, { refusal: 'not found' });
  assert.deepEqual(await next(), [{ sku: 2, error: 'not found' }, { answered: 1, failed: 2 }]);
  assert.equal(events.readableEnded, true);
});

test('an upstream that fails or speaks of another article is a bad gateway, and the log has the cause', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  const stockroom = openHeldStockroom();
  const next = readerOf(stockEvents(stockroom, [1, 2]));
  stockroom.answer(1, { refusal: 'bad gateway', cause: 'status 500' });
  stockroom.answer(2, found(7));
  const badGateway = (sku) => ({ sku, error: 'bad gateway' });
  assert.deepEqual(await next(), [badGateway(1), badGateway(2), { answered: 0, failed: 2 }]);
  assert.deepEqual(
    log.mock.calls.map((call) => call.arguments[1]),
    ['status 500', 'an answer about 7 in place of 2'],
  );
});

test('to destroy the events cancels the questions, and what comes after that is not told', async (t) => {
  const log = t.mock.method(console, 'error', () => {});
  const stockroom = openHeldStockroom();
  const events = stockEvents(stockroom, [1, 2]);
  const next = readerOf(events);
  events.destroy();
  await setImmediate();
  assert.deepEqual(stockroom.cancelled, [1, 2]);
  stockroom.answer(1, { refusal: 'cancelled' });
  stockroom.answer(2, { refusal: 'bad gateway', cause: 'too late' });
  assert.deepEqual([await next(), log.mock.callCount()], [[], 0]);
});
