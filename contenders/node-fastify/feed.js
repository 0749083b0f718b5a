const LENGTH = 8;
const HISTORY = 16;
const GOLDEN_RATIO = 0x9e3779b9;

/** The ids of a feed's entries, from 1 to twice the cache's capacity: half of them are not in it. */
export function feedIds(feed, capacity) {
  return Array.from({ length: LENGTH }, (_, j) => 1 + (mixed(feed + j * GOLDEN_RATIO) % (2 * capacity)));
}

// The finaliser of murmur3. Every operator here takes its number modulo 2^32; the last one makes it unsigned.
function mixed(number) {
  let x = number >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** An entry as it is kept: what a service would have computed or fetched. */
export function makeEntry(id) {
  const score = Math.imul(id, 2654435761) >>> 0;
  return {
    id,
    name: `entry-${id}`,
    score,
    tags: [`t${id % 97}`, `t${(id * 7) % 97}`, `t${(id * 13) % 97}`, `t${(id * 31) % 97}`],
    history: Array.from({ length: HISTORY }, (_, k) => (score + k * k) % 1000),
    reads: 0,
  };
}

/** An entry as the API shows it, with its reads of this moment: a feed may name one entry twice. */
export function shownEntry({ id, name, score, tags, history, reads }) {
  return { id, name, score, tags, recent: history[HISTORY - 1], reads };
}
