import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApp } from '../app.js';

const app = createApp({});
after(() => app.close());

const post = (payload, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/duplicates', headers: { 'content-type': type }, payload });

test('a batch is answered with its duplicates, and unknown keys are ignored', async () => {
  const answer = await post({ names: ['anna', 'hanna', 'anna'], limit: 1, colour: 'red' });
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['content-length'], String(answer.rawPayload.length));
  assert.deepEqual(answer.json(), {
    compared: 3,
    distanceSum: 2,
    pairs: [
      { a: 0, b: 2, distance: 0 },
      { a: 0, b: 1, distance: 1 },
      { a: 1, b: 2, distance: 1 },
    ],
  });
});

test('the least and the most of everything is taken', async () => {
  assert.equal((await post({ names: ['a', 'z'.repeat(64)], limit: 0 })).statusCode, 200);
  assert.equal((await post({ names: Array(200).fill(' 09'), limit: 10 })).statusCode, 200);
});

const broken = {
  'one name': { names: ['a'], limit: 1 },
  '201 names': { names: Array(201).fill('a'), limit: 1 },
  'an empty name': { names: ['a', ''], limit: 1 },
  'a name of 65 letters': { names: ['a', 'x'.repeat(65)], limit: 1 },
  'a capital letter': { names: ['a', 'B'], limit: 1 },
  'a letter outside ASCII': { names: ['a', 'é'], limit: 1 },
  'a line end after a name': { names: ['a', 'b\n'], limit: 1 },
  'a name that is a number': { names: ['a', 7], limit: 1 },
  'a name that is a list': { names: ['a', ['b']], limit: 1 },
  'names that are a text': { names: 'ab', limit: 1 },
  'a limit of 11': { names: ['a', 'b'], limit: 11 },
  'a limit below 0': { names: ['a', 'b'], limit: -1 },
  'a limit that is a text': { names: ['a', 'b'], limit: '1' },
  'a limit between two numbers': { names: ['a', 'b'], limit: 1.5 },
  'no names': { limit: 1 },
  'no limit': { names: ['a', 'b'] },
  'a list in its place': [['a', 'b'], 1],
};
for (const [name, batch] of Object.entries(broken)) {
  test(`a batch with ${name} is answered with 422 and a reason`, async () => {
    const answer = await post(batch);
    assert.equal(answer.statusCode, 422);
    assert.match(answer.json().error, /^body/);
  });
}

test('what is no JSON, of another type or too large never gets that far', async () => {
  assert.equal((await post('{"names": ["a", "b"], "limit": 1')).statusCode, 400);
  assert.equal((await post('{"names": ["a", "b"], "limit": 1}', 'text/plain')).statusCode, 415);
  const long = await post(`{"names": ["a", "b"], "limit": 1${' '.repeat(1024 * 1024)}}`);
  assert.equal(long.statusCode, 413);
  assert.deepEqual(Object.keys(long.json()), ['error']);
});

test('another way of finding them takes the place of the usual one', async () => {
  const other = createApp({ findDuplicates: async ({ limit }) => ({ compared: limit, distanceSum: 0, pairs: [] }) });
  const answer = await other.inject({ method: 'POST', url: '/duplicates', payload: { names: ['a', 'b'], limit: 9 } });
  assert.deepEqual(answer.json(), { compared: 9, distanceSum: 0, pairs: [] });
  await other.close();
});
