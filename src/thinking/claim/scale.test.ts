import { expect, it } from 'vitest';
import type { Scale, Word } from './claim.ts';
import { lies, placeOf, scaleProblem, together } from './scale.ts';

const TWO_TO_THREE: Scale = { from: 2, to: 3, opposite: { side: 'below', at: 0.95 } };
const LITTLE: Scale = { from: null, to: 1.1, opposite: { side: 'above', at: 1.5 } };

it('takes the bounds of a claim for bearing it out', () => {
  const places = [0.9, 0.95, 1.99, 2, 2.5, 3, 3.01].map((value) => placeOf(value, TWO_TO_THREE));
  expect(places).toEqual(['opposite', 'weaker', 'weaker', 'supported', 'supported', 'supported', 'stronger']);
});

it('reads a claim of little the other way round', () => {
  const places = [0.2, 1.1, 1.2, 1.5, 1.6].map((value) => placeOf(value, LITTLE));
  expect(places).toEqual(['supported', 'supported', 'weaker', 'weaker', 'opposite']);
});

it('is stronger beyond the bound away from the opposite, on either side', () => {
  expect(placeOf(5, { from: 10, to: 20, opposite: { side: 'above', at: 30 } })).toBe('stronger');
  expect(placeOf(25, { from: 10, to: 20, opposite: { side: 'above', at: 30 } })).toBe('weaker');
  expect(placeOf(25, { from: 10, to: 20, opposite: { side: 'below', at: 5 } })).toBe('stronger');
});

it('decides nothing by an interval that lies across a threshold, wherever its centre is', () => {
  expect(lies({ low: 2.1, high: 2.9 }, TWO_TO_THREE)).toEqual({ kind: 'in', place: 'supported' });
  expect(lies({ low: 1.99, high: 2.9 }, TWO_TO_THREE)).toEqual({ kind: 'between', low: 'weaker', high: 'supported' });
  expect(lies({ low: 0.5, high: 4 }, TWO_TO_THREE)).toEqual({ kind: 'between', low: 'opposite', high: 'stronger' });
});

it('never undecides by narrowing: any interval within one that is decided has the same word', () => {
  const unlike: unknown[] = [];
  for (let low = 0.5; low < 4; low += 0.07) {
    for (let high = low; high < 4; high += 0.11) {
      const outer = lies({ low, high }, TWO_TO_THREE);
      const middle = (low + high) / 2;
      const inner = lies({ low: (low + middle) / 2, high: (middle + high) / 2 }, TWO_TO_THREE);
      if (outer.kind === 'in' && (inner.kind !== 'in' || inner.place !== outer.place)) unlike.push({ low, high });
    }
  }
  expect(unlike).toEqual([]);
});

it('says what is wrong with a scale', () => {
  expect(scaleProblem(TWO_TO_THREE)).toBeNull();
  expect(scaleProblem(LITTLE)).toBeNull();
  expect(scaleProblem({ ...TWO_TO_THREE, from: null, to: null })).toContain('from, to or both');
  expect(scaleProblem({ ...TWO_TO_THREE, from: 4 })).toBe('from at most to');
  expect(scaleProblem({ ...TWO_TO_THREE, opposite: { side: 'below', at: 2.5 } })).toContain('at most from');
  expect(scaleProblem({ ...LITTLE, opposite: { side: 'below', at: 0.5 } })).toContain('at most from');
  expect(scaleProblem({ ...LITTLE, opposite: { side: 'above', at: 1 } })).toContain('at least to');
});

const of = (...words: readonly Word[]): Word => together(words);

it('lets the part that is farthest from the claim decide', () => {
  expect(of('supported', 'supported')).toBe('supported');
  expect(of('stronger', 'stronger')).toBe('stronger');
  expect(of('stronger', 'supported')).toBe('supported');
  expect(of('supported', 'undecided')).toBe('undecided');
  expect(of('undecided', 'weaker')).toBe('weaker');
  expect(of('weaker', 'opposite', 'undecided')).toBe('opposite');
  expect(of('outdated', 'supported')).toBe('outdated');
});
