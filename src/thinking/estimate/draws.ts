/** A stream of random numbers that the same seed gives again, on every machine. Not for secrets. */
export interface Draws {
  /** Uniform in [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** A whole number from 0 to `n` − 1, without bias. */
  readonly below: (n: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** Spreads a 32-bit state over all bits (the finaliser of MurmurHash3, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A seed for one purpose out of the run's seed, so that two purposes never share a stream (FNV-1a over the name). */
export function seedFor(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}/${purpose}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  return mix(hash);
}

/**
 * xoshiro128** (Blackman & Vigna 2018): 32-bit arithmetic only, so that it is the same in every JavaScript engine.
 * @param seed any safe integer; both its halves count.
 */
export function seededDraws(seed: number): Draws {
  if (!Number.isSafeInteger(seed)) throw new Error(`a seed must be a whole number, got ${seed}`);
  const high = Math.floor(seed / 2 ** 32);
  const low = seed >>> 0;
  let a = mix(low + 0x9e3779b9);
  let b = mix(high + 0x7f4a7c15);
  let c = mix(low ^ 0x5bd1e995);
  let d = mix(a ^ b ^ c) | 1; // never all zero
  const next = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  for (let i = 0; i < 8; i += 1) next();
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  const below = (n: number): number => {
    // Rejection: the last, incomplete stretch of the 32-bit range would favour small numbers.
    const limit = Math.floor(2 ** 32 / n) * n;
    let value = next();
    while (value >= limit) value = next();
    return value % n;
  };
  // Box and Muller's cosine half; the sine half is not kept, so that a stream has no hidden state.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, below, normal };
}

/** The items in a random order (Fisher and Yates); the list given is left as it is. */
export function shuffled<T>(items: readonly T[], draws: Draws): readonly T[] {
  const left = [...items];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(draws.below(left.length), 1));
  return out;
}
