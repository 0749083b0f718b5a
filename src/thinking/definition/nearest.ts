/** Letters to insert, delete, replace or swap with a neighbour to turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/**
 * The candidate a misspelt word most likely meant: at most two slips away (one in words of up to three letters, where two
 * would turn almost anything into anything), else the shortest one that begins with the word or the word with it; null
 * when nothing comes near. Upper and lower case count as equal.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    const allowed = Math.min(2, Math.floor(Math.min(wanted.length, candidate.length) / 2));
    if (distance <= allowed && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  if (best !== null) return best.candidate;
  if (wanted.length < 2) return null;
  const related = candidates.filter((candidate) => {
    const lower = candidate.toLowerCase();
    return lower.startsWith(wanted) || (lower.length >= 2 && wanted.startsWith(lower));
  });
  return related.toSorted((a, b) => a.length - b.length)[0] ?? null;
}

/** The hint for a misspelt word, a whole clause; null when no candidate comes near. */
export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const likely = nearest(word, candidates);
  return likely === null ? null : `did you mean ${likely}?`;
}
