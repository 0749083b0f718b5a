import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCache } from './cache.js';
import { feedIds } from './feed.js';

const reads = (entries) => entries.map((entry) => entry.reads);

test('filling the cache counts as nothing', () => {
  assert.deepEqual(openCache(500).counts(), { capacity: 500, entries: 500, hits: 0, misses: 0, evictions: 0 });
});

test('an entry that was read is kept with its reads', () => {
  const cache = openCache(200_000);
  assert.deepEqual(reads(cache.feed(31)), Array(8).fill(1));
  assert.deepEqual(reads(cache.feed(31)), Array(8).fill(2));
  assert.deepEqual(cache.counts(), { capacity: 200_000, entries: 200_000, hits: 16, misses: 0, evictions: 0 });
});

test('an entry that one feed names twice is read twice', () => {
  const entries = openCache(200_000).feed(31_163);
  assert.equal(entries[0].id, entries[3].id);
  assert.deepEqual([entries[0].reads, entries[3].reads], [1, 2]);
});

// The same by a list: the first is the least recently used one.
function playedByList(capacity, feeds) {
  const order = Array.from({ length: capacity }, (_, index) => ({ id: index + 1, reads: 0 }));
  const counts = { capacity, entries: capacity, hits: 0, misses: 0, evictions: 0 };
  const answers = feeds.map((feed) =>
    feedIds(feed, capacity).map((id) => {
      const at = order.findIndex((entry) => entry.id === id);
      if (at === -1) {
        counts.misses += 1;
        counts.evictions += 1;
        order.shift();
      } else {
        counts.hits += 1;
      }
      const entry = at === -1 ? { id, reads: 0 } : order.splice(at, 1)[0];
      order.push(entry);
      entry.reads += 1;
      return { ...entry };
    }),
  );
  return { answers, counts };
}

for (const capacity of [1, 2, 7, 50]) {
  test(`a cache of ${capacity} keeps what was used last`, () => {
    const feeds = Array.from({ length: 300 }, (_, index) => index % 40);
    const cache = openCache(capacity);
    const answers = feeds.map((feed) => cache.feed(feed).map(({ id, reads }) => ({ id, reads })));
    assert.deepEqual({ answers, counts: cache.counts() }, playedByList(capacity, feeds));
  });
}
