import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createApp } from '../app.js';
import { openCache } from '../cache.js';

const app = createApp({ cache: openCache(1000) });
after(() => app.close());

const get = (url) => app.inject({ url });
const counts = async () => (await get('/cache')).json();

test('a feed carries its number as it was given and eight entries', async () => {
  const { feed, entries } = (await get('/feed/0000000031')).json();
  assert.equal(feed, '0000000031');
  assert.deepEqual(entries, (await get('/feed/31')).json().entries.map((entry) => ({ ...entry, reads: 1 })));
  assert.deepEqual(Object.keys(entries[0]), ['id', 'name', 'score', 'tags', 'recent', 'reads']);
  assert.equal(entries.length, 8);
});

test('what was read is counted', async () => {
  const before = await counts();
  await get('/feed/9999999999');
  const { capacity, entries, hits, misses } = await counts();
  assert.deepEqual([capacity, entries, hits + misses], [1000, 1000, before.hits + before.misses + 8]);
});

test('what is not 1 to 10 digits is answered with 400 and reads nothing', async () => {
  const before = await counts();
  const numbers = ['abc', '-1', '+1', '1.5', '0x1f', '12345678901', '31%0A', '%2031', '3%2f1', '%EF%BC%91'];
  for (const number of [...numbers, '9'.repeat(500)]) {
    const answer = await get(`/feed/${number}`);
    assert.equal(answer.statusCode, 400, number);
    assert.deepEqual(Object.keys(answer.json()), ['error']);
  }
  assert.deepEqual(await counts(), before);
});

test('a broken %-sequence is answered with 400 like any other refusal', async () => {
  const answer = await get('/feed/%zz');
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(Object.keys(answer.json()), ['error']);
});

test('a feed without a number is not found', async () => {
  for (const url of ['/feed/', '/feed', '/feed/1/2']) assert.equal((await get(url)).statusCode, 404, url);
});

test('without a cache both routes answer 503, whatever they are asked', async () => {
  const bare = createApp({});
  for (const url of ['/feed/31', '/feed/abc', '/cache']) {
    const answer = await bare.inject({ url });
    assert.deepEqual([answer.statusCode, answer.json()], [503, { error: 'not configured' }], url);
  }
  await bare.close();
});
