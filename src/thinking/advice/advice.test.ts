import { describe, expect, it } from 'vitest';
import { acceptabilities } from './acceptability.ts';
import { dominated } from './dominance.ts';
import { gamma, triangular, valueDraws, weightDraws } from './draw.ts';
import { seededDraws } from '../estimate/draws.ts';
import { valueFlips, weightFlips, worthOfKnowing } from './flip.ts';
import { keeps, knockOut } from './knock-out.ts';
import { numberAt, points, scores, type Criterion, type Option, type Spread } from './value.ts';

function criterion(id: string, weight: number, changes: Partial<Criterion> = {}): Criterion {
  return { id, title: id, unit: 'points', worst: 0, best: 1, scale: 'linear', weight, ...changes };
}

const known = (value: number): Spread => ({ kind: 'known', value, low: value, high: value });
const measured = (value: number, low: number, high: number): Spread => ({ kind: 'measured', value, low, high });

function option(id: string, values: Readonly<Record<string, Spread | number>>): Option {
  const spreads = Object.entries(values).map(
    ([key, one]) => [key, typeof one === 'number' ? known(one) : one] as const,
  );
  return { id, title: id, values: Object.fromEntries(spreads) };
}

/** Random but repeatable problems: `n` options, `m` criteria. */
function problem(n: number, m: number, seed: number): { options: readonly Option[]; criteria: readonly Criterion[] } {
  const draws = seededDraws(seed);
  const criteria = Array.from({ length: m }, (_, j) => criterion(`c${j}`, 0.1 + draws.uniform()));
  const options = Array.from({ length: n }, (_, a) =>
    option(
      `o${a}`,
      Object.fromEntries(
        criteria.map(({ id }) => {
          const value = 0.1 + 0.8 * draws.uniform();
          return [id, measured(value, value * 0.9, value * 1.1)];
        }),
      ),
    ),
  );
  return { options, criteria };
}

const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1);

describe('points', () => {
  it('run from the worst to the best and stop there', () => {
    const ms = { worst: 50, best: 12.5, scale: 'log' } as const;
    expect([80, 50, 25, 12.5, 1].map((x) => points(x, ms))).toEqual([0, 0, 0.5, 1, 1]);
    expect(points(7, { worst: 10, best: 0, scale: 'linear' })).toBeCloseTo(0.3, 12);
  });

  it('go on below nothing where money is counted', () => {
    const money = { worst: 100, best: 0, scale: 'linear', open: true } as const;
    expect([0, 50, 100, 300].map((x) => points(x, money))).toEqual([1, 0.5, 0, -2]);
    expect(numberAt(-2, money)).toBe(300);
  });

  it('go back to their number', () => {
    for (const scale of ['linear', 'log'] as const) {
      const anchors = { worst: 50, best: 10, scale };
      for (const share of [0, 0.2, 0.7, 1]) expect(points(numberAt(share, anchors), anchors)).toBeCloseTo(share, 12);
    }
  });

  it('are the same in any unit', () => {
    for (const scale of ['linear', 'log'] as const) {
      const [ms, s] = [1000, 1].map((unit) => points(0.02 * unit, { worst: 0.05 * unit, best: 0.01 * unit, scale }));
      expect(ms).toBeCloseTo(s ?? 0, 12);
    }
  });
});

describe('scores', () => {
  it('add up what each weight and number is worth', () => {
    const [first] = scores([option('a', { x: 0.5, y: 1 })], [criterion('x', 3), criterion('y', 1)]);
    expect(first).toEqual({
      option: 'a',
      total: 0.625,
      parts: [
        { criterion: 'x', weight: 0.75, points: 0.5, worth: 0.375 },
        { criterion: 'y', weight: 0.25, points: 1, worth: 0.25 },
      ],
    });
  });

  it('keep their order when an option is added', () => {
    for (const seed of SEEDS) {
      const { options, criteria } = problem(5, 4, seed);
      const [added, ...rest] = options;
      const without = scores(rest, criteria).map((one) => one.option);
      const all = scores(options, criteria).map((one) => one.option);
      expect(all.filter((id) => id !== added?.id)).toEqual(without);
    }
  });

  it('never put a dominated option first', () => {
    for (const seed of SEEDS) {
      const { options, criteria } = problem(6, 3, seed);
      const out = new Set(dominated(options, criteria).map((one) => one.option));
      expect(out).not.toContain(scores(options, criteria)[0]?.option);
    }
  });

  it('are the same to the last digit in any order of options and criteria', () => {
    for (const seed of SEEDS) {
      const { options, criteria } = problem(4, 7, seed);
      const one = scores(options, criteria).map(({ option: id, total }) => [id, total]);
      const other = scores(options.toReversed(), criteria.toReversed()).map(({ option: id, total }) => [id, total]);
      expect(other).toEqual(one);
    }
  });
});

describe('knock-outs', () => {
  it('take out only who breaks a limit whatever its number is', () => {
    const limit = { criterion: 'p99', bound: 'at most', number: 20 } as const;
    expect(keeps({ low: 10, high: 19 }, limit).kind).toBe('kept');
    expect(keeps({ low: 18, high: 22 }, limit).kind).toBe('at-risk');
    expect(keeps({ low: 21, high: 30 }, limit).kind).toBe('broken');
    expect(keeps({ low: 5, high: 5 }, { ...limit, bound: 'at least' }).kind).toBe('broken');
  });

  it('name the limits, and the risks of those who stay', () => {
    const criteria = [criterion('p99', 1)];
    const options = [
      option('a', { p99: measured(30, 25, 35) }),
      option('b', { p99: measured(20, 18, 22) }),
      option('c', { p99: 10 }),
    ];
    const { left, out, risks } = knockOut(options, criteria, [{ criterion: 'p99', bound: 'at most', number: 20 }]);
    expect(left.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(out.map((one) => one.option)).toEqual(['a']);
    expect(risks.map((one) => one.option)).toEqual(['b']);
  });
});

it('finds who is beaten everywhere, and no tie', () => {
  const criteria = [criterion('x', 1), criterion('y', 1), criterion('z', 0)];
  const options = [
    option('a', { x: 0.5, y: 0.5, z: 1 }),
    option('b', { x: 0.5, y: 0.6, z: 0 }),
    option('c', { x: 0.5, y: 0.6, z: 0 }),
    option('d', { x: 0.9, y: 0.1, z: 0 }),
  ];
  expect(dominated(options, criteria)).toEqual([{ option: 'a', by: 'b' }]);
});

describe('draws', () => {
  it('of gamma have its mean and variance', () => {
    for (const shape of [0.3, 1, 2.5, 12]) {
      const draws = seededDraws(5);
      const values = Array.from({ length: 20_000 }, () => gamma(shape, draws));
      const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
      const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
      expect(mean / shape).toBeGreaterThan(0.96);
      expect(mean / shape).toBeLessThan(1.04);
      expect(variance / shape).toBeGreaterThan(0.9);
      expect(variance / shape).toBeLessThan(1.1);
    }
  });

  it('of weights add up to 1, keep near what was given, and in their order where they are ranked', () => {
    const ids = ['x', 'y', 'z'];
    const about = weightDraws(ids, [0.5, 0.3, 0.2], { kind: 'about', firmness: 50 }, 1);
    const ranked = weightDraws(ids, [0.5, 0.3, 0.2], { kind: 'ranked', order: ['z', 'x', 'y'] }, 1);
    const sums = [0, 0, 0];
    for (let at = 0; at < 5000; at += 1) {
      const weights = about();
      expect(weights.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      for (const [j, one] of weights.entries()) sums[j] = (sums[j] ?? 0) + one / 5000;
      const [x = 0, y = 0, z = 0] = ranked();
      expect(z).toBeGreaterThanOrEqual(x);
      expect(x).toBeGreaterThanOrEqual(y);
    }
    for (const [j, mean] of [0.5, 0.3, 0.2].entries()) expect(sums[j]).toBeCloseTo(mean, 1);
  });

  it('of what is measured lie in its interval 95 times of 100, and of what is judged in its triangle always', () => {
    const draw = valueDraws(measured(10, 8, 12.5), 'a in x', 3);
    const values = Array.from({ length: 20_000 }, draw);
    const inside = values.filter((one) => one >= 8 && one <= 12.5).length / values.length;
    expect(inside).toBeGreaterThan(0.94);
    expect(inside).toBeLessThan(0.96);
    expect(triangular({ value: 2, low: 1, high: 5 }, 0)).toBe(1);
    expect(triangular({ value: 2, low: 1, high: 5 }, 1)).toBe(5);
    expect(triangular({ value: 2, low: 1, high: 5 }, 0.25)).toBeCloseTo(2, 12);
  });
});

describe('acceptabilities', () => {
  it('are those of the formula for two options and two criteria under any weights', () => {
    // a has 0.8 and 0.2 points, b 0.4 and 0.9: a is first where w·0.4 > (1 − w)·0.7, from w = 7/11 on.
    const options = [option('a', { x: 0.8, y: 0.2 }), option('b', { x: 0.4, y: 0.9 })];
    const { options: found, beats } = acceptabilities(
      options,
      [criterion('x', 1), criterion('y', 1)],
      { kind: 'any' },
      7,
      40_000,
    );
    const [a] = found;
    expect(a?.places[0]).toBeCloseTo(4 / 11, 2);
    expect(beats['a']?.['b']).toBeCloseTo(4 / 11, 2);
    // Where a is first, w runs evenly from 7/11 to 1.
    expect(a?.central?.['x']).toBeCloseTo((7 / 11 + 1) / 2, 2);
    expect(a?.confidence).toBe(1);
    // Furthest behind where y is all: 0.7.
    expect(a?.regret).toBeCloseTo(0.7, 2);
  });

  it('agree with another way of drawing within the error of both', () => {
    const { options, criteria } = problem(4, 3, 11);
    const draws = 20_000;
    const found = acceptabilities(options, criteria, { kind: 'any' }, 3, draws);
    const other = slowly(options, criteria, draws);
    for (const { option: id, places } of found.options) {
      for (const [place, share] of places.entries()) {
        const expected = other.get(id)?.[place] ?? Number.NaN;
        expect(Math.abs(share - expected), `${id} at place ${place}`).toBeLessThan(
          4 * (Math.SQRT1_2 / Math.sqrt(draws)),
        );
      }
    }
  });

  it('add up to one, by option and by place', () => {
    const { options, criteria } = problem(5, 4, 2);
    const { options: found } = acceptabilities(options, criteria, { kind: 'about', firmness: 20 }, 1, 2000);
    for (const { places } of found) expect(places.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    for (const place of found.keys()) {
      expect(found.reduce((sum, one) => sum + (one.places[place] ?? 0), 0)).toBeCloseTo(1, 9);
    }
  });

  it('are the same to the byte with the same seed, in any order, with a criterion of no weight', () => {
    const { options, criteria } = problem(5, 4, 9);
    const once = textOf(options, criteria);
    expect(textOf(options, criteria)).toBe(once);
    expect(textOf(options.toReversed(), criteria.toReversed())).toBe(once);
    const more = options.map((one, at) => ({ ...one, values: { ...one.values, idle: known(at) } }));
    expect(textOf(more, [...criteria, criterion('idle', 0)])).toBe(once);
    expect(JSON.stringify(acceptabilities(options, criteria, { kind: 'about', firmness: 20 }, 2, 1000))).not.toBe(once);
  });

  it('leave the others as they are to each other when an option is added', () => {
    const { options, criteria } = problem(5, 4, 21);
    const beatsOf = (some: readonly Option[]): number | undefined =>
      acceptabilities(some, criteria, { kind: 'about', firmness: 20 }, 1, 2000).beats['o1']?.['o2'];
    expect(beatsOf(options)).toBe(beatsOf(options.slice(1, 3)));
  });

  it('share a place among those who tie', () => {
    const twins = [option('a', { x: 0.5 }), option('b', { x: 0.5 })];
    const { options: found, entropy } = acceptabilities(twins, [criterion('x', 1)], { kind: 'any' }, 1, 100);
    expect(found.map(({ places }) => places)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(entropy).toBe(1);
  });
});

function textOf(some: readonly Option[], by: readonly Criterion[]): string {
  return JSON.stringify(acceptabilities(some, by, { kind: 'about', firmness: 20 }, 1, 1000));
}

/** The same question by other means: weights from spacings of sorted numbers, numbers by the sum of twelve, another generator. */
function slowly(
  options: readonly Option[],
  criteria: readonly Criterion[],
  draws: number,
): ReadonlyMap<string, readonly number[]> {
  let state = 12_345;
  const uniform = (): number => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const normal = (): number => Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6);
  const counts = new Map(options.map(({ id }) => [id, options.map(() => 0)]));
  for (let draw = 0; draw < draws; draw += 1) {
    const cuts = [0, ...Array.from({ length: criteria.length - 1 }, uniform).toSorted((a, b) => a - b), 1];
    const weights = criteria.map((_, j) => (cuts[j + 1] ?? 0) - (cuts[j] ?? 0));
    const totals = options.map(({ id, values }) => {
      const worth = criteria.map((one, j) => {
        const spread = values[one.id] ?? known(0);
        const sd = Math.log(spread.high / spread.low) / 3.919927969080108;
        const value = Math.exp(Math.log(spread.value) + sd * normal());
        return (weights[j] ?? 0) * Math.min(1, Math.max(0, (value - one.worst) / (one.best - one.worst)));
      });
      return { id, total: worth.reduce((sum, one) => sum + one, 0) };
    });
    for (const [place, { id }] of totals.toSorted((one, other) => other.total - one.total).entries()) {
      const row = counts.get(id);
      if (row !== undefined) row[place] = (row[place] ?? 0) + 1 / draws;
    }
  }
  return counts;
}

describe('flips', () => {
  const criteria = [criterion('x', 6), criterion('y', 3), criterion('z', 1)];
  const [a, b] = [option('a', { x: 0.8, y: 0.2, z: 0.5 }), option('b', { x: 0.4, y: 0.9, z: 0.6 })];

  it('of weights make the two level', () => {
    const flips = weightFlips(a, b, criteria);
    expect(flips.length).toBeGreaterThan(0);
    for (const { criterion: id, weight } of flips) {
      const rest = criteria.filter((one) => one.id !== id).reduce((sum, one) => sum + one.weight, 0);
      const moved = criteria.map((one) => ({
        ...one,
        weight: one.id === id ? weight : (one.weight / rest) * (1 - weight),
      }));
      const [one, other] = scores([a, b], moved);
      expect(one?.total).toBeCloseTo(other?.total ?? 0, 12);
    }
  });

  it('of weights are none at the whole, where they are level in that one', () => {
    const level = option('d', { x: 0.8, y: 0.1, z: 0.1 });
    expect(weightFlips(a, level, criteria)).toEqual([]);
  });

  it('of weights are none where one is ahead in everything', () => {
    expect(weightFlips(option('c', { x: 0.9, y: 0.9, z: 0.9 }), a, criteria)).toEqual([]);
  });

  it('of a number make the two level, and are none where no number between the anchors does', () => {
    for (const { criterion: id, to } of valueFlips(b, a, criteria)) {
      const moved = { ...b, values: { ...b.values, [id]: known(to) } };
      const [one, other] = scores([a, moved], criteria);
      expect(one?.total).toBeCloseTo(other?.total ?? 0, 12);
    }
    const far = option('c', { x: 0.9, y: 0.9, z: 0.9 });
    expect(valueFlips(b, far, criteria).map((flip) => flip.criterion)).toEqual(['x']);
  });

  it('tell which number is worth knowing: only one that may change the best', () => {
    const sure = option('a', { x: measured(0.5, 0.3, 0.8), y: 0.5 });
    const other = option('b', { x: 0.48, y: 0.5 });
    const [first, second] = worthOfKnowing([sure, other], [criterion('x', 1), criterion('y', 1)], 1);
    expect(first?.criterion).toBe('x');
    expect(first?.changes).toBeGreaterThan(0.3);
    expect(second).toEqual({ criterion: 'y', changes: 0 });
  });
});
