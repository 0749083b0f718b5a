/** Fewest blocks by which a sitting may speak for itself: what the position takes, and two degrees of freedom. */
const LEAST_BLOCKS = 4;

/**
 * Numbers from 0 on for the sittings of the blocks, in the order they were held. One of fewer than four blocks is counted with the one
 * before it, the first with the one after: it has no ratio of its own that could be held against another.
 *
 * @param sittings the sitting of each block.
 */
export function sittingsOf(sittings: readonly number[]): readonly number[] {
  const starts: number[] = [];
  let gathered = 0;
  for (const sitting of [...new Set(sittings)].toSorted((a, b) => a - b)) {
    const count = sittings.filter((one) => one === sitting).length;
    if (starts.length === 0 || (gathered >= LEAST_BLOCKS && count >= LEAST_BLOCKS)) {
      starts.push(sitting);
      gathered = 0;
    }
    gathered += count;
  }
  return sittings.map((sitting) => starts.filter((start) => start <= sitting).length - 1);
}
