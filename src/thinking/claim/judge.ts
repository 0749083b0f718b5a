import type { Claim, PublicFigure, Quantity, Test, Word } from './claim.ts';
import type { Evidence } from './evidence.ts';
import { find } from './find.ts';
import type { Absent, Found } from './found.ts';
import { lies, placeOf, together } from './scale.ts';
import type { Place } from './scale.ts';

/** What one test came to. */
export interface Outcome {
  readonly test: Test;
  readonly word: Word;
  readonly found: Found | Absent;
  /** The words at the two ends of the interval where they differ, else null. */
  readonly between: { readonly low: Place; readonly high: Place } | null;
  /** The newest figure of the series that still bore the claim out; null where the word is not `outdated`. */
  readonly once: PublicFigure | null;
}

/** What a claim came to. */
export interface Judged {
  readonly claim: Claim;
  readonly word: Word;
  readonly outcomes: readonly Outcome[];
  /** Where else it holds and where not. */
  readonly elsewhere: readonly Outcome[];
  readonly published: readonly PublicFigure[];
}

/**
 * Holds a claim against the evidence. The thresholds are the claim's own. An interval that lies in one part of the scale decides; one
 * that lies across a threshold leaves it undecided, however near its centre is to the middle of a part. What was refused, or never
 * measured, decides nothing.
 */
export function judge(claim: Claim, evidence: Evidence): Judged {
  const { ground } = claim;
  const published = evidence.figures.filter(({ series }) => claim.published.includes(series));
  if (ground.kind === 'judgement') return { claim, word: 'judgement', outcomes: [], elsewhere: [], published };
  const outcomes = ground.tests.map((test) => outcomeOf(test, evidence));
  const elsewhere = ground.elsewhere.map((test) => outcomeOf(test, evidence));
  return { claim, word: together(outcomes.map(({ word }) => word)), outcomes, elsewhere, published };
}

function outcomeOf(test: Test, evidence: Evidence): Outcome {
  const { quantity, scale } = test;
  const found = find(quantity, evidence);
  if (found.kind === 'absent') return { test, word: 'undecided', found, between: null, once: null };
  // What the run calls equivalent is no difference, whatever its ratio: a tenth of a millisecond can be a third of a response time.
  const where = lies(isSame(test, found) ? { low: 1, high: 1 } : found, scale);
  if (where.kind === 'between') {
    const { low, high } = where;
    return { test, word: 'undecided', found, between: { low, high }, once: null };
  }
  const once = isBorneOut(where.place) ? null : lastBorneOut(test, evidence);
  return { test, word: once === null ? where.place : 'outdated', found, between: null, once };
}

function isSame({ quantity }: Test, { sure }: Found): boolean {
  return quantity.kind === 'ahead' && sure.kind === 'equivalent';
}

function isBorneOut(place: Place): boolean {
  return place === 'supported' || place === 'stronger';
}

/** The newest of the older figures of its series that bore the claim out. */
function lastBorneOut({ quantity, scale }: Test, { figures }: Evidence): PublicFigure | null {
  if (quantity.kind !== 'figure') return null;
  const older = figures
    .filter(({ series }) => series === quantity.series)
    .toSorted((one, other) => (other.date < one.date ? -1 : 1));
  return older.find(({ value }) => isBorneOut(placeOf(value, scale))) ?? null;
}

/** Contenders, scenarios and series that a quantity names. */
export function named(quantity: Quantity): {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
  readonly series: readonly string[];
} {
  const nothing = { contenders: [], scenarios: [], series: [] };
  switch (quantity.kind) {
    case 'ahead':
    case 'memory-bill':
      return { ...nothing, contenders: [quantity.ahead, quantity.of], scenarios: [quantity.scenario] };
    case 'footprint':
      return { ...nothing, contenders: [quantity.ahead, quantity.of] };
    case 'scaling':
    case 'held':
    case 'pause':
      return { ...nothing, contenders: [quantity.contender], scenarios: [quantity.scenario] };
    case 'mistakes':
      return nothing;
    case 'figure':
      return { ...nothing, series: [quantity.series] };
  }
}
