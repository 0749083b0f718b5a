import { seededDraws, seedFor, type Draws } from '../estimate/draws.ts';
import type { Spread } from './value.ts';

/** Which weights are thought possible. */
export type Weighting =
  /** Near those that are given (Dirichlet): the higher `firmness`, the nearer; at 20 a weight of a half is drawn between about 0.3 and 0.7. */
  | { readonly kind: 'about'; readonly firmness: number }
  /** Any. */
  | { readonly kind: 'any' }
  /** Any in which the first criterion of the list weighs most, the next next, and so on. */
  | { readonly kind: 'ranked'; readonly order: readonly string[] };

/** A gamma draw (Marsaglia & Tsang 2000); below a shape of 1 by their boost. Scale 1. */
export function gamma(shape: number, draws: Draws): number {
  if (shape < 1) return gamma(shape + 1, draws) * (1 - draws.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = draws.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - draws.uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * Weights of one draw after another, in the order of `ids`. Each criterion draws from a stream of its own name, so that neither the
 * order on paper nor a further criterion of no weight changes what is drawn.
 */
export function weightDraws(
  ids: readonly string[],
  weights: readonly number[],
  weighting: Weighting,
  seed: number,
): () => readonly number[] {
  const streams = ids.map((id) => seededDraws(seedFor(seed, `weight of ${id}`)));
  return () => {
    const drawn = streams.map((draws, at) => {
      const weight = weights[at] ?? 0;
      if (weight === 0) return 0;
      return weighting.kind === 'about' ? gamma(weighting.firmness * weight, draws) : -Math.log(1 - draws.uniform());
    });
    const ordered = weighting.kind === 'ranked' ? inOrder(drawn, ids, weighting.order) : drawn;
    const sum = ordered.reduce((total, one) => total + one, 0);
    return ordered.map((one) => one / sum);
  };
}

/** The same numbers, the largest to the first of the order; who is not in it comes last. */
function inOrder(drawn: readonly number[], ids: readonly string[], order: readonly string[]): readonly number[] {
  const falling = drawn.toSorted((one, other) => other - one);
  const place = (id: string): number => {
    const at = order.indexOf(id);
    return at === -1 ? order.length : at;
  };
  const ranked = ids
    .map((id, at) => ({ id, at }))
    .toSorted((one, other) => place(one.id) - place(other.id) || one.at - other.at);
  const result = ids.map(() => 0);
  for (const [rank, { at }] of ranked.entries()) result[at] = falling[rank] ?? 0;
  return result;
}

/** Standard deviations between the ends of an interval at 95 %. */
const WIDTH_95 = 2 * 1.959963984540054;

/** One number after another as it may be. The stream is of the option's and the criterion's name: an option that is added changes no other. */
export function valueDraws({ kind, value, low, high }: Spread, name: string, seed: number): () => number {
  if (kind === 'known' || low === high) return () => value;
  const draws = seededDraws(seedFor(seed, `value of ${name}`));
  if (kind === 'judged') return () => triangular({ value, low, high }, draws.uniform());
  // What is measured is a ratio, a time or a size: above 0 and even on a log scale. What can be below 0 is even on a plain one.
  if (low > 0 && value > 0) {
    const sd = Math.log(high / low) / WIDTH_95;
    return () => value * Math.exp(sd * draws.normal());
  }
  const sd = (high - low) / WIDTH_95;
  return () => value + sd * draws.normal();
}

/** The quantile of a triangular distribution. @param u 0 to 1. */
export function triangular(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  u: number,
): number {
  const turn = (value - low) / (high - low);
  return u < turn
    ? low + Math.sqrt(u * (high - low) * (value - low))
    : high - Math.sqrt((1 - u) * (high - low) * (high - value));
}
