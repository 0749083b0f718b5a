import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { batchesOf, namesFile, RECIPES } from './make-names.ts';
import { distance, referenceAnswer } from './reference-answer.ts';

describe('the committed names', () => {
  for (const [name, recipe] of RECIPES) {
    it(`${name} is what the generator prints, and keeps to the contract`, () => {
      const file = readFileSync(join(import.meta.dirname, name), 'utf8');
      expect(file).toBe(namesFile(name));
      for (const { names, limit } of batchesOf(recipe)) {
        expect(names.length).toBe(recipe.names);
        expect(limit).toBeGreaterThanOrEqual(0);
        for (const one of names) expect(one).toMatch(/^[a-z0-9 ]{1,64}$/u);
      }
    });
  }
});

describe('the reference', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['same', 'same', 0],
    ['ab', 'ba', 2],
    ['intention', 'execution', 5],
  ])('knows the distance of "%s" and "%s"', (one, other, expected) => {
    expect(distance(one, other)).toBe(expected);
    expect(distance(other, one)).toBe(expected);
  });

  it('sums all pairs and lists the near ones by distance, then by place', () => {
    expect(referenceAnswer({ names: ['anna', 'hanna', 'anna', 'otto'], limit: 1 })).toEqual({
      compared: 6,
      distanceSum: 1 + 0 + 4 + 1 + 5 + 4,
      pairs: [
        { a: 0, b: 2, distance: 0 },
        { a: 0, b: 1, distance: 1 },
        { a: 1, b: 2, distance: 1 },
      ],
    });
  });
});
