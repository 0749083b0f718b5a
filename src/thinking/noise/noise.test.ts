import { describe, expect, test } from 'vitest';
import { seededDraws } from '../estimate/draws.ts';
import { MADE_RULES, madeLineUp, madeRun } from '../verdict/made-run.ts';
import { blocksFor, noiseOf, smallestAt, type BlockScatter } from './noise.ts';

const LINE_UP = madeLineUp(['node', 'go'], 12);

/** Twelve blocks in which a round of any entry scatters by `sd`. */
function noisy(sd: number, seed = 3): ReturnType<typeof noiseOf> {
  const draws = seededDraws(seed);
  const rounds = madeRun(LINE_UP, () => ({ cpuUs: 100 * Math.exp(sd * draws.normal()), p99Ms: null }));
  return noiseOf(LINE_UP, rounds, MADE_RULES.gates);
}

describe('the noise of a run', () => {
  test('is the scatter of the placebo against the baseline, in every metric that has values', () => {
    const noise = noisy(0.02);
    expect(new Set(noise.map(({ metric }) => metric))).not.toContain('p99');
    const cpu = noise.find(({ metric }) => metric === 'cpu-per-request');
    expect(cpu).toMatchObject({ scenario: 'json', contender: 'node', blocks: 12 });
    expect(cpu?.sd).toBeGreaterThan(0.01);
    expect(cpu?.sd).toBeLessThan(0.06);
    expect(noise.find(({ metric }) => metric === 'memory')?.sd).toBe(0);
  });

  test('has an interval that holds the true scatter in about 95 of 100 runs', () => {
    const truth = 0.03 * Math.SQRT2;
    let held = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const cpu = noisy(0.03, seed).find(({ metric }) => metric === 'cpu-per-request');
      if (cpu !== undefined && cpu.low <= truth && truth <= cpu.high) held += 1;
    }
    expect(held).toBeGreaterThan(365);
    expect(held).toBeLessThan(395);
  });

  test('is the χ² interval of the tables', () => {
    // df 10: χ² 3.247 and 20.483 (Abramowitz & Stegun, table 26.8).
    const [cpu] = noisy(0.02);
    expect(cpu!.low / cpu!.sd).toBeCloseTo(Math.sqrt(10 / 20.483), 2);
    expect(cpu!.high / cpu!.sd / Math.sqrt(10 / 3.247)).toBeCloseTo(1, 2);
  });

  test('is none without a placebo or without enough blocks', () => {
    const alone = { ...LINE_UP, entries: LINE_UP.entries.filter(({ id }) => id !== 'placebo') };
    expect(noiseOf(alone, [], MADE_RULES.gates)).toEqual([]);
    expect(noiseOf(LINE_UP, [], MADE_RULES.gates)).toEqual([]);
  });
});

/** Of a core that was not watched. */
const of = (sd: number): BlockScatter => ({ sd, atEqualSpeed: false, measuredSd: sd });

describe('what so many blocks tell', () => {
  test('agrees with the published table of detectable ratios', () => {
    // sd 0.05: 4.5 % at 12 blocks, 3.4 % at 20, of a table with one degree of freedom more.
    expect(smallestAt(of(0.05), 12, 0.05)).toBeCloseTo(0.046, 2);
    expect(smallestAt(of(0.05), 20, 0.05)).toBeCloseTo(0.034, 2);
  });

  test('and how many a difference needs are each the other’s inverse', () => {
    for (const sd of [0.005, 0.04, 0.2]) {
      const blocks = blocksFor(of(sd), 0.05, 0.05)!;
      expect(smallestAt(of(sd), blocks, 0.05)).toBeLessThanOrEqual(0.05);
      expect(blocks === 4 || smallestAt(of(sd), blocks - 1, 0.05) > 0.05).toBe(true);
    }
    expect(blocksFor(of(50), 0.05, 0.05)).toBeNull();
    expect(blocksFor(of(0), 0.05, 0.05)).toBe(4);
  });

  test('allows for the core’s speed only from so many blocks on as verdicts do', () => {
    const evened: BlockScatter = { sd: 0.04, atEqualSpeed: true, measuredSd: 0.1 };
    expect(smallestAt(evened, 9, 0.05)).toBe(smallestAt(of(0.1), 9, 0.05));
    // Two slopes cost two degrees of freedom.
    expect(smallestAt(evened, 10, 0.05)).toBeGreaterThan(smallestAt(of(0.04), 10, 0.05));
    expect(smallestAt(evened, 10, 0.05)).toBeLessThan(smallestAt(of(0.05), 10, 0.05));
    expect(blocksFor(evened, 0.05, 0.05)).toBeGreaterThanOrEqual(10);
  });
});
