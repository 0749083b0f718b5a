import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { tickEvents } from './ticks.js';

/** A clock that the test moves: timers and performance.now stand still otherwise. */
function holdClock(t) {
  let now = 1000.25;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(performance, 'now', () => now);
  return async (ms, behind = 0) => {
    now += ms;
    t.mock.timers.tick(ms + behind);
    await setImmediate();
  };
}

function heardFrom(events) {
  const seqs = [];
  events.on('data', (data) => seqs.push(...[...String(data).matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq))));
  return seqs;
}

test('an event has its number, and a price with at most two decimals', async (t) => {
  const wait = holdClock(t);
  const texts = [];
  const events = tickEvents(999_999_999, 3).on('data', (data) => texts.push(String(data)));
  const ended = new Promise((resolve) => events.once('end', resolve));
  for (let step = 0; step < 3; step += 1) await wait(10);
  await ended;
  assert.deepEqual(texts, [
    'id: 999999999\ndata: {"seq":999999999,"price":920.81}\n\n',
    'id: 1000000000\ndata: {"seq":1000000000,"price":0}\n\n',
    'id: 1000000001\ndata: {"seq":1000000001,"price":79.19}\n\n',
  ]);
});

test('the first event is due at once and each further one 10 ms later, never before', async (t) => {
  const wait = holdClock(t);
  const seqs = heardFrom(tickEvents(5, 3));
  await wait(0);
  assert.deepEqual(seqs, [5]);
  await wait(9);
  assert.deepEqual(seqs, [5]);
  // A timer that wakes before the time.
  await wait(0.5, 1);
  assert.deepEqual(seqs, [5]);
  await wait(1);
  assert.deepEqual(seqs, [5, 6]);
  await wait(10);
  assert.deepEqual(seqs, [5, 6, 7]);
});

test('what is late makes nothing else late', async (t) => {
  const wait = holdClock(t);
  const seqs = heardFrom(tickEvents(0, 7));
  await wait(0);
  await wait(37);
  assert.deepEqual(seqs, [0, 1, 2, 3]);
  await wait(3);
  assert.deepEqual(seqs, [0, 1, 2, 3, 4]);
});

test('to destroy the events ends the timer', async (t) => {
  const clear = t.mock.method(globalThis, 'clearTimeout');
  const events = tickEvents(0, 100).resume();
  await setImmediate();
  await setImmediate();
  const waiting = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = waiting();
  events.destroy();
  await setImmediate();
  assert.deepEqual([waiting(), clear.mock.callCount()], [before - 1, 1]);
});
