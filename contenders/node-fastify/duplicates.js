const LONGEST_NAME = 64;

/**
 * The pairs of names that are at most `limit` edits apart, nearest first, with the sum of all distances.
 *
 * @param {{ names: string[], limit: number }} batch names of 1 to 64 ASCII characters
 */
export function findDuplicates({ names, limit }) {
  const texts = names.map((name) => Buffer.from(name, 'latin1'));
  // No distance is greater than the longer name, so a byte holds it.
  const rows = [new Uint8Array(LONGEST_NAME + 1), new Uint8Array(LONGEST_NAME + 1)];
  const pairs = [];
  let compared = 0;
  let distanceSum = 0;
  for (let a = 0; a < texts.length; a += 1) {
    for (let b = a + 1; b < texts.length; b += 1) {
      const distance = levenshtein(texts[a], texts[b], rows);
      compared += 1;
      distanceSum += distance;
      if (distance <= limit) pairs.push({ a, b, distance });
    }
  }
  // The sort is stable: pairs of one distance stay in the order in which they were found.
  pairs.sort((one, other) => one.distance - other.distance);
  return { compared, distanceSum, pairs };
}

// The plain dynamic programme, the full table for each pair: leaving early would make the work depend on the data.
function levenshtein(from, to, rows) {
  let [above, row] = rows;
  for (let j = 0; j <= to.length; j += 1) above[j] = j;
  for (let i = 1; i <= from.length; i += 1) {
    const letter = from[i - 1];
    row[0] = i;
    for (let j = 1; j <= to.length; j += 1) {
      const substituted = above[j - 1] + (letter === to[j - 1] ? 0 : 1);
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, substituted);
    }
    [above, row] = [row, above];
  }
  return above[to.length];
}
