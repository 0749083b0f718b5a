import { acceptabilities, type Acceptabilities } from './acceptability.ts';
import { dominated, type Dominated } from './dominance.ts';
import type { Weighting } from './draw.ts';
import { valueFlips, weightFlips, worthOfKnowing, type ValueFlip, type WeightFlip, type Worth } from './flip.ts';
import { knockOut, type KnockedOut, type Limit } from './knock-out.ts';
import { scores, type Criterion, type Option, type Score } from './value.ts';

/** What is to be chosen among, and by what. */
export interface Choice {
  readonly options: readonly Option[];
  readonly criteria: readonly Criterion[];
  readonly limits: readonly Limit[];
  readonly weighting: Weighting;
  /** What runs today; null where nothing does. */
  readonly current: string | null;
  readonly seed: number;
  readonly draws?: number;
}

export type Recommendation =
  /** Everything broke a limit. */
  | { readonly kind: 'none' }
  /** Nothing runs yet, or what does is out, or another is surely better. */
  | { readonly kind: 'take'; readonly option: string }
  /** `best`: it is the best. Else another has more points: not surely enough for the trouble of a change, or too few more. */
  | { readonly kind: 'keep'; readonly option: string; readonly why: 'best' | 'unsure' | 'little' };

/** What is known of the best beside the next best. */
export interface Rivalry {
  readonly best: string;
  readonly next: string;
  /** Share of the draws in which the best has more points. */
  readonly ahead: number;
  readonly weights: readonly WeightFlip[];
  /** Numbers of the one or the other that would make them level. */
  readonly values: readonly ValueFlip[];
}

export interface Decision {
  readonly out: readonly KnockedOut[];
  readonly risks: readonly KnockedOut[];
  readonly dominated: readonly Dominated[];
  /** Of those that are left, highest first; who is dominated stands in it too. */
  readonly scores: readonly Score[];
  readonly acceptability: Acceptabilities | null;
  readonly rivalry: Rivalry | null;
  readonly worth: readonly Worth[];
  /** Who would have the most points if no limit were; null where that is the same one. */
  readonly withoutLimits: string | null;
  readonly recommendation: Recommendation;
}

/**
 * Share of the draws in which another must have more points than what runs today before a change is recommended. By judgement: a
 * change costs what no criterion holds, and a coin that falls on the same side four times of five is the least to act on.
 */
export const SURE = 0.8;

/** Points that another must have more, of 1. By judgement, too: a twentieth of all that is weighed is the least worth a change. */
export const LEAD = 0.05;

/** Limits first, then dominance, then points, then how far both hold under other weights and numbers, then what would turn it. */
export function decide({ options, criteria, limits, weighting, current, seed, draws }: Choice): Decision {
  const { left, out, risks } = knockOut(options, criteria, limits);
  const beaten = dominated(left, criteria);
  const scored = scores(left, criteria);
  if (left.length === 0) {
    const nothing = { dominated: [], scores: [], acceptability: null, rivalry: null, worth: [], withoutLimits: null };
    return { out, risks, ...nothing, recommendation: { kind: 'none' } };
  }
  const acceptability = acceptabilities(left, criteria, weighting, seed, draws);
  // Of several with as many points the one that nobody beats comes first.
  const ranked = scored.toSorted(
    (one, other) => other.total - one.total || isBeaten(one, beaten) - isBeaten(other, beaten),
  );
  return {
    out,
    risks,
    dominated: beaten,
    scores: ranked,
    acceptability,
    rivalry: rivalryOf(ranked, left, criteria, acceptability),
    worth: worthOfKnowing(left, criteria, seed),
    withoutLimits: freedBest(options, criteria, ranked),
    recommendation: recommend(ranked, current, acceptability),
  };
}

function isBeaten({ option }: Score, beaten: readonly Dominated[]): number {
  return beaten.some((one) => one.option === option) ? 1 : 0;
}

function rivalryOf(
  ranked: readonly Score[],
  left: readonly Option[],
  criteria: readonly Criterion[],
  { beats }: Acceptabilities,
): Rivalry | null {
  const [best, next] = ranked.slice(0, 2).map((score) => left.find(({ id }) => id === score.option));
  if (best === undefined || next === undefined) return null;
  return {
    best: best.id,
    next: next.id,
    ahead: beats[best.id]?.[next.id] ?? 0,
    weights: weightFlips(best, next, criteria),
    values: [...valueFlips(next, best, criteria), ...valueFlips(best, next, criteria)],
  };
}

function recommend(ranked: readonly Score[], current: string | null, { beats }: Acceptabilities): Recommendation {
  const [best] = ranked;
  if (best === undefined) return { kind: 'none' };
  if (current === null || !ranked.some(({ option }) => option === current))
    return { kind: 'take', option: best.option };
  if (best.option === current) return { kind: 'keep', option: current, why: 'best' };
  const ahead = beats[best.option]?.[current] ?? 0;
  if (ahead < SURE) return { kind: 'keep', option: current, why: 'unsure' };
  const own = ranked.find(({ option }) => option === current)?.total ?? 0;
  return best.total - own < LEAD
    ? { kind: 'keep', option: current, why: 'little' }
    : { kind: 'take', option: best.option };
}

function freedBest(
  options: readonly Option[],
  criteria: readonly Criterion[],
  [best]: readonly Score[],
): string | null {
  const freed = scores(options, criteria)[0]?.option ?? null;
  return freed === best?.option ? null : freed;
}
