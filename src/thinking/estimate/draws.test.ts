import { describe, expect, test } from 'vitest';

import { seedFor, seededDraws, shuffled } from './draws.ts';

function stream(seed: number): readonly number[] {
  const draws = seededDraws(seed);
  return Array.from({ length: 20 }, () => draws.uniform());
}

describe('seeded draws', () => {
  test('the same seed gives the same stream, another seed another one', () => {
    expect(stream(7)).toEqual(stream(7));
    expect(stream(7)).not.toEqual(stream(8));
    expect(stream(7)).not.toEqual(stream(7 + 2 ** 40));
  });

  test('the stream is the same on every machine: its first numbers are fixed', () => {
    const draws = seededDraws(1);
    expect([draws.below(1000), draws.below(1000), draws.below(1000), draws.below(1000)]).toMatchInlineSnapshot(`
      [
        775,
        444,
        717,
        564,
      ]
    `);
  });

  test('uniform, whole and normal numbers have the right moments', () => {
    const draws = seededDraws(11);
    const n = 40_000;
    const uniform = Array.from({ length: n }, draws.uniform);
    expect(Math.abs(uniform.reduce((sum, u) => sum + u, 0) / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    const normal = Array.from({ length: n }, draws.normal);
    const mean = normal.reduce((sum, z) => sum + z, 0) / n;
    const variance = normal.reduce((sum, z) => sum + z * z, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < n; i += 1) counts[draws.below(6)]! += 1;
    const chi = counts.reduce((sum, count) => sum + (count - n / 6) ** 2 / (n / 6), 0);
    expect(chi).toBeLessThan(25.7); // 99.99 % of chi-squared with 5 degrees of freedom
  });

  test('a shuffle keeps every item, leaves its input alone and gives every order equally often', () => {
    const draws = seededDraws(3);
    const items = ['a', 'b', 'c'];
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i += 1) {
      const order = shuffled(items, draws).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(items).toEqual(['a', 'b', 'c']);
    expect(seen.size).toBe(6);
    const chi = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(25.7);
  });

  test('purposes have their own streams', () => {
    expect(seedFor(7, 'order/json')).toBe(seedFor(7, 'order/json'));
    expect(seedFor(7, 'order/json')).not.toBe(seedFor(7, 'order/hello'));
    expect(seedFor(7, 'order/json')).not.toBe(seedFor(8, 'order/json'));
  });

  test('a seed that is not a whole number is a bug', () => {
    expect(() => seededDraws(0.5)).toThrow('whole number');
  });
});
