import { seededDraws, shuffled } from '../estimate/draws.ts';
import type { Draws } from '../estimate/draws.ts';

/**
 * One random Latin square: every id once in each row and once in each column. A cyclic square with rows, columns and
 * ids shuffled; not every square can come of it, but each place of each id is equally likely, and who follows whom
 * changes from square to square.
 */
function latinSquare(ids: readonly string[], draws: Draws): readonly (readonly string[])[] {
  const places = ids.map((_id, place) => place);
  const columns = shuffled(places, draws);
  const named = shuffled(ids, draws);
  return shuffled(places, draws).map((row) => columns.flatMap((column) => named[(row + column) % ids.length] ?? []));
}

/**
 * The order of the entries in each block. Each block is a random order, and over every full group of k blocks (k the
 * number of entries, counted from the first block) every entry stands once in every place: a penalty for running late
 * then falls on all alike, and what imbalance a cut-short group leaves is taken up by the position in the estimate.
 * For two entries this gives random ABBA and ABAB groups. The same seed gives the same orders.
 *
 * Rejected: the same order in each block (81 % false differences under a slot penalty of one sd at ten blocks) and
 * free shuffles (unbalanced by chance just when blocks are few).
 */
export function orderBlocks(entries: readonly string[], blocks: number, seed: number): readonly (readonly string[])[] {
  if (new Set(entries).size !== entries.length) throw new Error(`entries must differ, got ${entries.join(', ')}`);
  if (entries.length === 0) return [];
  const draws = seededDraws(seed);
  const orders: (readonly string[])[] = [];
  while (orders.length < blocks) orders.push(...latinSquare(entries, draws));
  return orders.slice(0, blocks);
}
