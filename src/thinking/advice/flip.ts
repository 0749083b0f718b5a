import { seedFor } from '../estimate/draws.ts';
import { valueDraws } from './draw.ts';
import { numberAt, points, scores, shares, spreadIn, type Criterion, type Option } from './value.ts';

/** The weight at which the first of two options and the other have as many points, the rest of the weights in their proportions. */
export interface WeightFlip {
  readonly criterion: string;
  readonly weight: number;
  /** From the weight as it is. */
  readonly change: number;
}

/** Nobody weighs one thing so, and rounding makes a whole of it. */
const MOST_WEIGHT = 0.995;

/**
 * By criterion, where there is one. With d the differences of points, w the weights, R = Σ_{k≠j} w_k·d_k ÷ (1 − w_j): the two are level
 * at w_j* = R ÷ (R − d_j), if that lies from 0 to below 1: at 1 nothing else counts, and they are level there
 * wherever they are in j. The nearest first.
 */
export function weightFlips(one: Option, other: Option, criteria: readonly Criterion[]): readonly WeightFlip[] {
  const weights = shares(criteria);
  const apart = criteria.map(
    (criterion) =>
      points(spreadIn(one, criterion).value, criterion) - points(spreadIn(other, criterion).value, criterion),
  );
  const flips = criteria.flatMap((criterion, j): readonly WeightFlip[] => {
    const own = weights[j] ?? 0;
    if (own === 1) return [];
    const rest = apart.reduce((sum, d, k) => (k === j ? sum : sum + (weights[k] ?? 0) * d), 0) / (1 - own);
    const gap = rest - (apart[j] ?? 0);
    if (gap === 0) return [];
    const weight = rest / gap;
    return weight >= 0 && weight < MOST_WEIGHT ? [{ criterion: criterion.id, weight, change: weight - own }] : [];
  });
  return flips.toSorted((a, b) => Math.abs(a.change) - Math.abs(b.change));
}

/** The number of an option in a criterion at which it and another have as many points; all else as it is. */
export interface ValueFlip {
  readonly option: string;
  readonly criterion: string;
  readonly from: number;
  readonly to: number;
}

/** By criterion, for the option that is changed, where a number between the anchors does it; the one that moves by fewest points first. */
export function valueFlips(changed: Option, other: Option, criteria: readonly Criterion[]): readonly ValueFlip[] {
  const weights = shares(criteria);
  const totalOf = (option: Option): number => scores([option], criteria)[0]?.total ?? 0;
  const lead = totalOf(changed) - totalOf(other);
  const found = criteria.flatMap((criterion, j) => {
    const weight = weights[j] ?? 0;
    if (weight === 0) return [];
    const from = spreadIn(changed, criterion).value;
    const needed = points(from, criterion) - lead / weight;
    if ((needed < 0 && criterion.open !== true) || needed > 1) return [];
    const flip: ValueFlip = { option: changed.id, criterion: criterion.id, from, to: numberAt(needed, criterion) };
    return [{ flip, moved: Math.abs(lead / weight) }];
  });
  return found.toSorted((one, two) => one.moved - two.moved).map(({ flip }) => flip);
}

/** What it would be worth to know a criterion's numbers exactly. */
export interface Worth {
  readonly criterion: string;
  /** Share of the draws in which the numbers, were they known, would make another option the best. */
  readonly changes: number;
}

/** By criterion, the most worth first: which measurement to repeat, or which question to ask, next. */
export function worthOfKnowing(
  options: readonly Option[],
  criteria: readonly Criterion[],
  seed: number,
  draws = 2000,
): readonly Worth[] {
  const best = scores(options, criteria)[0]?.option;
  const found = criteria.map((criterion): Worth => {
    const sources = options.map((option) => ({
      option,
      draw: valueDraws(spreadIn(option, criterion), `${option.id} in ${criterion.id}`, seedFor(seed, 'knowing')),
    }));
    let changes = 0;
    for (let at = 0; at < draws; at += 1) {
      const known = sources.map(({ option, draw }): Option => {
        const value = draw();
        return {
          ...option,
          values: { ...option.values, [criterion.id]: { kind: 'known', value, low: value, high: value } },
        };
      });
      if (scores(known, criteria)[0]?.option !== best) changes += 1;
    }
    return { criterion: criterion.id, changes: changes / draws };
  });
  return found.toSorted((one, other) => other.changes - one.changes || (one.criterion < other.criterion ? -1 : 1));
}
