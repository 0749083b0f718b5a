import { LRUCache } from 'lru-cache';
import { feedIds, makeEntry, shownEntry } from './feed.js';

/**
 * A cache that is full from the start: it holds the entries 1 to `capacity`, and 1 is the least recently used.
 * Each process has its own.
 *
 * @param {number} capacity
 */
export function openCache(capacity) {
  let hits = 0;
  let misses = 0;
  let evictions = 0;
  const entries = new LRUCache({
    max: capacity,
    dispose(entry, id, reason) {
      if (reason === 'evict') evictions += 1;
    },
  });
  for (let id = 1; id <= capacity; id += 1) entries.set(id, makeEntry(id));

  function read(id) {
    let entry = entries.get(id);
    if (entry === undefined) {
      misses += 1;
      entry = makeEntry(id);
      entries.set(id, entry);
    } else {
      hits += 1;
    }
    entry.reads += 1;
    return entry;
  }

  return {
    feed: (number) => feedIds(number, capacity).map((id) => shownEntry(read(id))),
    counts: () => ({ capacity, entries: entries.size, hits, misses, evictions }),
  };
}
