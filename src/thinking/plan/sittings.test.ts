import { expect, test } from 'vitest';
import { PROFILES, withLooks } from './profiles.ts';
import { LEAST_PAUSE_MS, sittingAt, sittingEnds } from './sittings.ts';

test('the blocks are spread evenly over the sittings, the last of which ends with them', () => {
  expect(sittingEnds({ blocks: 28, sittings: 3 })).toEqual([10, 19, 28]);
  expect(sittingEnds({ blocks: 40, sittings: 4 })).toEqual([10, 20, 30, 40]);
  expect(sittingEnds({ blocks: 12, sittings: 1 })).toEqual([12]);
  for (const profile of Object.values(PROFILES)) {
    expect(sittingEnds(profile).at(-1)).toBe(profile.blocks);
  }
});

test('blocks too few for the sittings of a profile are spread over fewer, of four at least', () => {
  expect(withLooks(PROFILES.standard, [12]).sittings).toBe(3);
  expect(withLooks(PROFILES.standard, [11]).sittings).toBe(2);
  expect(withLooks(PROFILES.standard, [4]).sittings).toBe(1);
  expect(withLooks(PROFILES.quick, [40]).sittings).toBe(1);
});

test('a pause makes another sitting, a short one does not', () => {
  const standing = { sitting: 1, overMs: 1000 };
  expect(sittingAt(null, 0)).toBe(0);
  expect(sittingAt(standing, 1000 + LEAST_PAUSE_MS - 1)).toBe(1);
  expect(sittingAt(standing, 1000 + LEAST_PAUSE_MS)).toBe(2);
});
