/** A look at the data after so many blocks, and the error rate at which it decides. */
export interface Look {
  readonly blocks: number;
  readonly alpha: number;
}

/**
 * Error rate of every look but the last. Haybittle (1971) and Peto et al. (1976): so strict that four early looks add 0.4 % at the
 * most to the α of the last, which therefore needs no correction. Pocock's and O'Brien and Fleming's bounds stop a little
 * earlier and must be worked out anew for every schedule; confidence sequences, valid after each block, are half as wide again.
 */
export const EARLY_ALPHA = 0.001;

/** The looks after these numbers of blocks, ascending; the last decides at `alpha`, the others at no more than the early one. */
export function looksAfter(blocks: readonly number[], alpha: number): readonly Look[] {
  const last = blocks.at(-1);
  return blocks.map((count) => ({ blocks: count, alpha: count === last ? alpha : Math.min(alpha, EARLY_ALPHA) }));
}

/**
 * The error rate at which verdicts are taken after so many blocks: the last look's once it is reached. A run that ends before,
 * by its budget, by an interruption, or between two looks, is judged as strictly as an early look, since whoever ended it may
 * have seen the data.
 */
export function alphaAfter(looks: readonly Look[], blocks: number): number {
  const last = looks.at(-1);
  if (last === undefined) throw new Error('a run without a look never decides');
  return blocks >= last.blocks ? last.alpha : Math.min(last.alpha, EARLY_ALPHA);
}
