/** An endless, repeatable row of numbers. */
export interface Stream {
  /** The next 32 bits as a whole number from 0 to 2^32 - 1. */
  next(): number;
  /** A whole number from 0 to `limit` - 1, each equally likely. `limit` is a whole number from 1 to 2^53. */
  below(limit: number): number;
}

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/** Spreads every bit of a 32-bit word over the whole word (the finishing step of MurmurHash3). */
function avalanche(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** One 32-bit word from seed and label; `lane` tells several such words apart. */
function digest(seed: number, label: string, lane: number): number {
  let state = avalanche(lane ^ (seed >>> 0));
  // Seeds are whole numbers up to 2^53: the upper bits count as well.
  state = avalanche(state ^ (Math.floor(seed / TWO_32) >>> 0));
  for (let index = 0; index < label.length; index += 1) {
    state = Math.imul(state ^ label.charCodeAt(index), 0x9e3779b1);
    state = (state << 13) | (state >>> 19);
  }
  return avalanche(state ^ label.length);
}

/**
 * The stream that belongs to a seed and a label. Equal seed and label give equal numbers on every machine; different labels
 * give streams that have nothing to do with each other, so a draw added in one place changes no other draw.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state in four 32-bit words with a counter, hence a
 * period of at least 2^32, and no BigInt, which would make 100,000 rows slow. It is no secret-keeping generator.
 * `seed` is a whole number from 0 to 2^53 - 1.
 */
export function stream(seed: number, label: string): Stream {
  let a = digest(seed, label, 0x243f6a88);
  let b = digest(seed, label, 0x85a308d3);
  let c = digest(seed, label, 0x13198a2e);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Until the words have mixed the first numbers still show the seed.
  for (let round = 0; round < 12; round += 1) next();
  const below = (limit: number): number => {
    if (!Number.isInteger(limit) || limit < 1 || limit > TWO_53) throw new RangeError(`below(${limit})`);
    const wide = limit > TWO_32;
    const span = wide ? TWO_53 : TWO_32;
    // A plain remainder would favour small values; numbers of the last, incomplete span are drawn again.
    const fair = span - (span % limit);
    for (;;) {
      const drawn = wide ? (next() >>> 11) * TWO_32 + next() : next();
      if (drawn < fair) return drawn % limit;
    }
  };
  return { next, below };
}

/** The numbers 0 to `count` - 1 in an order drawn from the stream, each order equally likely (Fisher and Yates). */
export function shuffled(count: number, from: Stream): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = from.below(last + 1);
    const held = order[last] ?? last;
    order[last] = order[other] ?? other;
    order[other] = held;
  }
  return order;
}
