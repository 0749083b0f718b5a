import type { Scale, Word } from './claim.ts';

/** What a number by itself would make of the claim. */
export type Place = Extract<Word, 'supported' | 'weaker' | 'stronger' | 'opposite'>;

/** Where on the scale a number lies. The bounds themselves still bear the claim out. */
export function placeOf(value: number, { from, to, opposite }: Scale): Place {
  const [low, high] = [from ?? -Infinity, to ?? Infinity];
  if (value >= low && value <= high) return 'supported';
  const isFar = opposite.side === 'below' ? value < opposite.at : value > opposite.at;
  if (isFar) return 'opposite';
  return value < low === (opposite.side === 'below') ? 'weaker' : 'stronger';
}

/** Where an interval lies: one place, or the two that its ends lie in, which is to be undecided between them and all that is between. */
export type Lies =
  | { readonly kind: 'in'; readonly place: Place }
  | { readonly kind: 'between'; readonly low: Place; readonly high: Place };

export function lies(interval: { readonly low: number; readonly high: number }, scale: Scale): Lies {
  const [low, high] = [placeOf(interval.low, scale), placeOf(interval.high, scale)];
  return low === high ? { kind: 'in', place: low } : { kind: 'between', low, high };
}

/** What is wrong with a scale: null where it is one. */
export function scaleProblem({ from, to, opposite }: Scale): string | null {
  const [low, high] = [from ?? -Infinity, to ?? Infinity];
  if (from === null && to === null)
    return 'from, to or both, so that some numbers bear the claim out and others do not';
  if (low > high) return 'from at most to';
  if (opposite.side === 'below')
    return opposite.at <= low && from !== null ? null : 'fails below a number of at most from';
  return opposite.at >= high && to !== null ? null : 'fails above a number of at least to';
}

/**
 * A claim of several parts holds where all of them do: what is farthest from it decides. What is sure to be weaker is so whatever an
 * undecided part comes to.
 */
const FARTHEST_FIRST: readonly Word[] = ['opposite', 'outdated', 'weaker', 'undecided', 'supported', 'stronger'];

export function together(words: readonly Word[]): Word {
  return FARTHEST_FIRST.find((word) => words.includes(word)) ?? 'judgement';
}
