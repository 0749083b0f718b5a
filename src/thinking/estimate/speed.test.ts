import { describe, expect, test } from 'vitest';
import { seededDraws } from './draws.ts';
import type { Estimate, Pair, RatioEstimate } from './estimate.ts';
import { asMeasured, estimateRatio, rankInterval } from './ratio.ts';

/** A contender that costs 100 and one that costs 40 at any speed, and the slowness of the core under each. */
interface Cost {
  readonly slopes: readonly [number, number];
  readonly sd: number;
  readonly perPlace: number;
}

const PLAIN: Cost = { slopes: [1.5, 1], sd: 0, perPlace: 0 };

/** Blocks on a core that a stranger slows by up to a half of a log, now one side and now the other. */
function blocks(count: number, seed: number, { slopes, sd, perPlace }: Cost = PLAIN): readonly Pair[] {
  const draws = seededDraws(seed);
  return Array.from({ length: count }, (_, block) => {
    const [contender, against] = [0.5 * draws.uniform(), 0.5 * draws.uniform()];
    const [contenderPosition, againstPosition] = [draws.below(3), draws.below(3)];
    const cost = (plain: number, slope: number, slow: number, place: number): number =>
      plain * Math.exp(slope * slow + perPlace * place + sd * draws.normal());
    return {
      block,
      contender: cost(40, slopes[0], contender, contenderPosition),
      against: cost(100, slopes[1], against, againstPosition),
      contenderPosition,
      againstPosition,
      sitting: 0,
      slowness: { contender, against },
    };
  });
}

function estimated(estimate: Estimate): RatioEstimate {
  if (estimate.kind === 'none') throw new Error('expected an estimate');
  return estimate;
}

const of = (pairs: readonly Pair[]): RatioEstimate => estimated(estimateRatio(pairs, 0.95));

/** The mean slowness of both sides of all blocks. */
function middleOf(pairs: readonly Pair[]): number {
  const all = pairs.flatMap(({ slowness }) => (slowness === null ? [] : [slowness.contender, slowness.against]));
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

describe('the ratio at equal speeds of the core', () => {
  test('is that of the costs at the mean speed of the run, however the core was shared out', () => {
    const pairs = blocks(12, 1, { slopes: [1.5, 1], sd: 0, perPlace: 0.05 });
    const { ratio, sd, within, atEqualSpeed, n } = of(pairs);
    expect(ratio).toBeCloseTo(0.4 * Math.exp(0.5 * middleOf(pairs)), 10);
    expect(sd).toBeCloseTo(0, 10);
    expect({ df: within.df, atEqualSpeed, n }).toEqual({ df: 8, atEqualSpeed: true, n: 12 });
  });

  test('does not take the stranger’s share for the contender’s', () => {
    // All of the stranger’s time falls to one side: without the watch that is the contender’s own cost.
    const unfair = blocks(12, 2).map((pair): Pair => {
      const slowness = { contender: 0.4 + 0.02 * pair.block, against: 0.01 * (pair.block % 3) };
      const costs = { contender: 40 * Math.exp(slowness.contender), against: 40 * Math.exp(slowness.against) };
      return { ...pair, ...costs, slowness };
    });
    expect(of(unfair).ratio).toBeCloseTo(1, 10);
    expect(of(asMeasured(unfair)).ratio).toBeGreaterThan(1.5);
    // It has to be carried over from afar, and the interval is the wider for it.
    expect(
      of(unfair.map((pair) => ({ ...pair, contender: pair.contender * (1 + 0.01 * (pair.block % 2)) }))).within.se,
    ).toBeGreaterThan(0.006 / Math.sqrt(12));
  });

  test('turns over with the sides', () => {
    const pairs = blocks(14, 3, { slopes: [1.5, 1], sd: 0.05, perPlace: 0.05 });
    const turned = pairs.map((pair): Pair => {
      const { slowness } = pair;
      return {
        ...pair,
        contender: pair.against,
        against: pair.contender,
        contenderPosition: pair.againstPosition,
        againstPosition: pair.contenderPosition,
        slowness: slowness === null ? null : { contender: slowness.against, against: slowness.contender },
      };
    });
    const [there, back] = [of(pairs), of(turned)];
    expect(there.ratio * back.ratio).toBeCloseTo(1, 10);
    expect(there.low * back.high).toBeCloseTo(1, 10);
    expect(rankInterval(pairs, 0.95)!.low * rankInterval(turned, 0.95)!.high).toBeCloseTo(1, 10);
  });

  test('knows no unit of the watched work', () => {
    const pairs = blocks(12, 4, { slopes: [1, 1], sd: 0.05, perPlace: 0 });
    const inMicroseconds = pairs.map((pair): Pair => {
      const { contender, against } = pair.slowness!;
      return { ...pair, slowness: { contender: contender - Math.log(1000), against: against - Math.log(1000) } };
    });
    expect(of(inMicroseconds).high).toBeCloseTo(of(pairs).high, 10);
  });

  test('needs ten blocks, each of them watched', () => {
    const pairs = blocks(10, 5, { slopes: [1.5, 1], sd: 0.02, perPlace: 0 });
    expect(of(pairs)).toMatchObject({ atEqualSpeed: true, within: { df: 6 } });
    const nine = pairs.slice(0, 9);
    expect(of(nine)).toEqual(of(asMeasured(nine)));
    expect(of(nine).atEqualSpeed).toBe(false);
    const once = pairs.map((pair) => (pair.block === 7 ? { ...pair, slowness: null } : pair));
    expect(of(once)).toEqual(of(asMeasured(pairs)));
  });

  test('costs nothing where the core’s speed never changed', () => {
    const even = blocks(12, 6, { slopes: [0, 0], sd: 0.05, perPlace: 0.05 }).map((pair) => ({
      ...pair,
      slowness: { contender: 9, against: 9 },
    }));
    const { ratio, within } = of(even);
    expect(within.df).toBe(of(asMeasured(even)).within.df);
    expect(ratio).toBeCloseTo(of(asMeasured(even)).ratio, 12);
  });

  test('has one slope of two sides that were slow alike', () => {
    const alike = blocks(12, 7, { slopes: [0, 0], sd: 0.05, perPlace: 0 }).map((pair): Pair => {
      const slow = 0.1 * (pair.block % 5);
      return { ...pair, slowness: { contender: slow, against: slow } };
    });
    expect(of(alike).within.df).toBe(12 - 1 - 1 - 1);
  });

  test('holds in each of several sittings', () => {
    const sittings = [0, 1, 2].flatMap((sitting) =>
      blocks(4, 8 + sitting).map((pair) => ({ ...pair, sitting, contender: pair.contender * (1 + 0.1 * sitting) })),
    );
    const estimate = of(sittings);
    const atMiddle = 0.4 * Math.exp(0.5 * middleOf(sittings));
    expect(estimate.within.df).toBe(12 - 3 - 3);
    for (const [sitting, ratio] of estimate.sittings.entries()) {
      expect(ratio).toBeCloseTo(atMiddle * (1 + 0.1 * sitting), 10);
    }
  });
});
