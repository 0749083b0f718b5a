import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedIds, makeEntry, shownEntry } from './feed.js';

test('a feed names eight ids, worked out in unsigned 32 bits', () => {
  assert.deepEqual(feedIds(31, 200_000), [83292, 1651, 62331, 190758, 104404, 180350, 126211, 92860]);
  assert.deepEqual(feedIds(0, 200_000), [1, 323855, 316020, 327757, 320, 322604, 40606, 393744]);
  assert.deepEqual(feedIds(9_999_999_999, 200_000), [392228, 346905, 288471, 110450, 299958, 306509, 32702, 240546]);
});

test('ids go from 1 to twice the capacity', () => {
  const ids = new Set(Array.from({ length: 100 }, (_, feed) => feedIds(feed, 3)).flat());
  assert.deepEqual([...ids].sort(), [1, 2, 3, 4, 5, 6]);
});

test('an entry follows from its id', () => {
  assert.deepEqual(makeEntry(83292), {
    id: 83292,
    name: 'entry-83292',
    score: 1231909020,
    tags: ['t66', 't74', 't82', 't9'],
    history: [20, 21, 24, 29, 36, 45, 56, 69, 84, 101, 120, 141, 164, 189, 216, 245],
    reads: 0,
  });
  // 1 * 2654435761 is beyond 31 bits, and must not turn negative.
  assert.equal(makeEntry(1).score, 2654435761);
});

test('an entry is shown as it was at that moment', () => {
  const entry = makeEntry(83292);
  const shown = shownEntry(entry);
  entry.reads += 1;
  assert.deepEqual(shown, {
    id: 83292,
    name: 'entry-83292',
    score: 1231909020,
    tags: ['t66', 't74', 't82', 't9'],
    recent: 245,
    reads: 0,
  });
});
