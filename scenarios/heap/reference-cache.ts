// The reference of the scenario: what each feed must be answered with, in order, by a cache that was filled at its start. It is
// written apart from every contender, in whole-number arithmetic (BigInt), on the order that a Map keeps.

export type Shown = {
  readonly id: number;
  readonly name: string;
  readonly score: number;
  readonly tags: readonly string[];
  readonly recent: number;
  readonly reads: number;
};

export type Counts = {
  readonly capacity: number;
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
};

const WORD = 2n ** 32n;

/** The ids that feed `n` looks up: the finaliser of MurmurHash3 over eight neighbours of it. */
export function idsOf(n: number, capacity: number): readonly number[] {
  return Array.from({ length: 8 }, (_, j) => {
    let x = (BigInt(n) + BigInt(j) * 0x9e3779b9n) % WORD;
    x ^= x >> 16n;
    x = (x * 0x85ebca6bn) % WORD;
    x ^= x >> 13n;
    x = (x * 0xc2b2ae35n) % WORD;
    x ^= x >> 16n;
    return 1 + Number(x % BigInt(2 * capacity));
  });
}

function shown(id: number, reads: number): Shown {
  const score = Number((BigInt(id) * 2654435761n) % WORD);
  const tags = [1, 7, 13, 31].map((factor) => `t${(id * factor) % 97}`);
  return { id, name: `entry-${id}`, score, tags, recent: (score + 15 * 15) % 1000, reads };
}

export class ReferenceCache {
  /** Reads by id, the least recently used first. */
  readonly #reads = new Map<number, number>();
  readonly #capacity: number;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    for (let id = 1; id <= capacity; id += 1) this.#reads.set(id, 0);
  }

  feed(n: number): readonly Shown[] {
    return idsOf(n, this.#capacity).map((id) => shown(id, this.#read(id)));
  }

  counts(): Counts {
    const { size: entries } = this.#reads;
    return { capacity: this.#capacity, entries, hits: this.#hits, misses: this.#misses, evictions: this.#evictions };
  }

  #read(id: number): number {
    const known = this.#reads.get(id);
    if (known === undefined) {
      this.#misses += 1;
      const [oldest] = this.#reads.keys();
      if (this.#reads.size === this.#capacity && oldest !== undefined) {
        this.#reads.delete(oldest);
        this.#evictions += 1;
      }
    } else {
      this.#hits += 1;
      this.#reads.delete(id);
    }
    const reads = (known ?? 0) + 1;
    this.#reads.set(id, reads);
    return reads;
  }
}
