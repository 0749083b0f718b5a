// The reference computation of the scenario: what a batch of names must be answered with. It is written apart from every contender
// and by another form of the recurrence (what is left of both texts, remembered), so that a slip in the usual
// two rows cannot agree by accident.

export type Batch = { readonly names: readonly string[]; readonly limit: number };

type Pair = { readonly a: number; readonly b: number; readonly distance: number };

export type Answer = { readonly compared: number; readonly distanceSum: number; readonly pairs: readonly Pair[] };

/** Levenshtein distance by memoised recursion on what is left of both texts. */
export function distance(one: string, other: string): number {
  const known = new Int16Array(one.length * (other.length + 1)).fill(-1);
  const left = (i: number, j: number): number => {
    if (i === one.length) return other.length - j;
    if (j === other.length) return one.length - i;
    const key = i * (other.length + 1) + j;
    const found = known[key] ?? -1;
    if (found !== -1) return found;
    const value =
      one[i] === other[j]
        ? left(i + 1, j + 1)
        : 1 + Math.min(left(i + 1, j + 1), left(i + 1, j), left(i, j + 1));
    known[key] = value;
    return value;
  };
  return left(0, 0);
}

export function referenceAnswer({ names, limit }: Batch): Answer {
  const all = names.flatMap((one, a) =>
    names.slice(a + 1).map((other, offset) => ({ a, b: a + 1 + offset, distance: distance(one, other) })),
  );
  const pairs = all
    .filter((pair) => pair.distance <= limit)
    .toSorted((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b);
  return { compared: all.length, distanceSum: all.reduce((sum, pair) => sum + pair.distance, 0), pairs };
}
