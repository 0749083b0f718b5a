import { describe, expect, test } from 'vitest';

import { orderBlocks } from './order.ts';

const names = (k: number): readonly string[] => Array.from({ length: k }, (_, i) => `entry-${i}`);
const seeds = Array.from({ length: 40 }, (_, seed) => seed);

/** In how many of 900 squares two entries swap places: for each pair of places one block has it the other way round. */
function opposites(first: string, second: string): number {
  return Array.from({ length: 900 }, (_, seed) => orderBlocks(names(4), 4, seed)).filter((square) => {
    const places = square.map((order) => [order.indexOf(first), order.indexOf(second)] as const);
    return places.every(([one, two]) => places.some(([other, another]) => other === two && another === one));
  }).length;
}

describe('the order of blocks', () => {
  test('every block runs every entry once', () => {
    for (const k of [1, 2, 3, 4, 6]) {
      for (const seed of seeds) {
        const orders = orderBlocks(names(k), 13, seed);
        expect(orders).toHaveLength(13);
        for (const order of orders) expect(order.toSorted()).toEqual(names(k));
      }
    }
  });

  test('over each group of k blocks every entry stands once in every place', () => {
    for (const k of [2, 3, 4, 5, 6]) {
      for (const seed of seeds) {
        const orders = orderBlocks(names(k), 3 * k, seed);
        for (let group = 0; group < 3; group += 1) {
          const square = orders.slice(group * k, (group + 1) * k);
          for (let place = 0; place < k; place += 1) {
            expect(square.map((order) => order[place]!).toSorted()).toEqual(names(k));
          }
        }
      }
    }
  });

  test('the same seed gives the same orders, another seed others', () => {
    expect(orderBlocks(names(4), 12, 7)).toEqual(orderBlocks(names(4), 12, 7));
    expect(orderBlocks(names(4), 12, 7)).not.toEqual(orderBlocks(names(4), 12, 8));
  });

  test('more blocks leave the first ones as they were', () => {
    expect(orderBlocks(names(4), 20, 7).slice(0, 9)).toEqual(orderBlocks(names(4), 9, 7));
  });

  test('no entry has a favourite place or a fixed follower', () => {
    const place = new Map<string, number>();
    let followed = 0;
    const repetitions = 3000;
    for (let seed = 0; seed < repetitions; seed += 1) {
      const [first = []] = orderBlocks(names(4), 1, seed);
      const key = String(first.indexOf('entry-0'));
      place.set(key, (place.get(key) ?? 0) + 1);
      if (first.indexOf('entry-1') === first.indexOf('entry-0') + 1) followed += 1;
    }
    for (const count of place.values()) expect(Math.abs(count / repetitions - 0.25)).toBeLessThan(0.04);
    expect(place.size).toBe(4);
    expect(Math.abs(followed / repetitions - 0.25)).toBeLessThan(0.04);
  });

  test('within a group entries do not merely rotate', () => {
    const rotating = seeds.filter((seed) => {
      const square = orderBlocks(names(5), 5, seed);
      const followers = square.map((order) => order[(order.indexOf('entry-0') + 1) % 5]);
      return new Set(followers).size === 1;
    });
    // 20 of the 120 orders of five columns step evenly, and those rotate.
    expect(rotating.length).toBeLessThan(seeds.length / 2);
  });

  test('no pair of entries is bound together more than another', () => {
    // In a square of four each entry has one opposite, with which it swaps places; who that is must be left to chance.
    for (const other of ['entry-1', 'entry-2', 'entry-3']) {
      expect(Math.abs(opposites('entry-0', other) / 900 - 1 / 3)).toBeLessThan(0.08);
    }
  });

  test('nobody to order gives no blocks; the same entry twice is a bug', () => {
    expect(orderBlocks([], 12, 1)).toEqual([]);
    expect(() => orderBlocks(['a', 'a'], 2, 1)).toThrow('must differ');
  });
});
