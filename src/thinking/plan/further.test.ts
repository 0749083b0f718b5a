import { describe, expect, test } from 'vitest';
import { isSearched } from './further.ts';
import { PROFILES, withLooks } from './profiles.ts';
import { sittingEnds } from './sittings.ts';

/** The blocks that search, of a run without a void one. */
function searching(profile: (typeof PROFILES)['standard']): readonly number[] {
  const ends = sittingEnds(profile);
  const blocks = Array.from({ length: profile.blocks }, (_, block) => block);
  return blocks.filter((block) =>
    isSearched(
      profile,
      block,
      ends.findIndex((end) => block < end),
    ),
  );
}

describe('the blocks that search for the capacity', () => {
  test('are the first of each sitting, as many in all as the profile says', () => {
    expect(searching(PROFILES.standard)).toEqual([0, 1, 10, 11, 19, 20]);
    expect(searching(PROFILES.rigorous)).toEqual([0, 1, 10, 11, 20, 21, 30, 31]);
  });

  test('are none in the short profiles', () => {
    expect([...searching(PROFILES.smoke), ...searching(PROFILES.quick)]).toEqual([]);
  });

  test('are none where a sitting goes on with what an earlier one left', () => {
    for (const profile of [PROFILES.smoke, PROFILES.quick])
      for (const sitting of [1, 2, 3]) expect(isSearched(profile, 3, sitting)).toBe(false);
    expect([8, 9, 10, 11, 12].filter((block) => isSearched(PROFILES.standard, block, 1))).toEqual([10, 11]);
    expect([0, 20, 27].filter((block) => isSearched(PROFILES.standard, block, 3))).toEqual([]);
  });

  test('are as many where the blocks fit into fewer sittings', () => {
    expect(searching(withLooks(PROFILES.standard, [9]))).toEqual([0, 1, 2, 5, 6, 7]);
    expect(searching(withLooks(PROFILES.standard, [6]))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
