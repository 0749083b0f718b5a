import { describe, expect, test } from 'vitest';
import { seededDraws } from '../../src/thinking/estimate/draws.ts';
import { looksAfter } from '../../src/thinking/estimate/looks.ts';
import { smallestAt } from '../../src/thinking/noise/noise.ts';
import { CALM, MADE_RULES, madeLineUp, madeRun } from '../../src/thinking/verdict/made-run.ts';
import { baselineOf, blocksOf, type RecordedBlock, type RecordedRun } from './recording.ts';
import { disjointRuns, drawnRuns, flippedRuns, placeboRefusals, scatterOf, type Study } from './studies.ts';

const STUDY: Study = {
  metric: 'cpu-per-request',
  contender: 'placebo',
  against: 'node',
  looks: looksAfter([12], 0.05),
  margin: 0.01,
};

/** Recorded blocks of a contender and its placebo, whose rounds scatter by `sd`; the placebo is off by `bias`. */
function recorded(blocks: number, sd: number, bias: number): RecordedRun {
  const draws = seededDraws(31);
  const lineUp = madeLineUp(['node'], blocks);
  const outcomes = madeRun(lineUp, ({ entry }) => ({
    cpuUs: 100 * Math.exp(sd * draws.normal() + (entry === 'placebo' ? bias : 0)),
  }));
  const about = { run: 'r-made', created: '', machine: '', profile: 'quick' };
  return { ...about, gates: MADE_RULES.gates, lineUp, outcomes };
}

function madeBlocks(count: number, sd: number, bias = 0): readonly RecordedBlock[] {
  return blocksOf(recorded(count, sd, bias), ['cpu-per-request', 'peak-cpu-per-request']);
}

test('blocks that count are read with their positions and values; a void round takes its block along', () => {
  const run = recorded(12, 0.05, 0);
  expect(baselineOf(run)).toBe('node');
  const all = blocksOf(run, ['cpu-per-request', 'p99.9']);
  expect(all).toHaveLength(12);
  expect([...all[1]!.keys()].toSorted()).toEqual(['node', 'placebo']);
  expect(all[1]!.get('placebo')!.position).toBe(0);
  expect([...all[1]!.get('placebo')!.values.keys()]).toEqual(['cpu-per-request']);
  const [first, ...others] = run.outcomes;
  if (first?.kind !== 'measured') throw new Error('the made rounds are measured');
  const { identity } = first.measurement;
  const voided = { kind: 'void', identity, reason: { kind: 'interrupted' }, measurement: null } as const;
  expect(blocksOf({ ...run, outcomes: [voided, ...others] }, ['cpu-per-request'])).toHaveLength(11);
});

test('blocks whose core was watched have their scatter at equal speeds beside the measured one, and fewer degrees of freedom', () => {
  const draws = seededDraws(5);
  const lineUp = madeLineUp(['node'], 40);
  const outcomes = madeRun(lineUp, () => {
    const slow = draws.uniform();
    const watched = { samples: 800, lowNs: 7000, meanNs: 7000 * Math.exp(0.5 * slow) };
    return {
      cpuUs: 100 * Math.exp(slow + 0.02 * draws.normal()),
      steady: { surroundings: { ...CALM, watched } },
    };
  });
  const about = { run: 'r-made', created: '', machine: '', profile: 'quick' };
  const blocks = blocksOf({ ...about, gates: MADE_RULES.gates, lineUp, outcomes }, ['cpu-per-request']);
  const scatter = scatterOf(STUDY, blocks, [12])!;
  expect(scatter.measured).toBeGreaterThan(0.3);
  expect(scatter.atEqualSpeed).toBeCloseTo(0.02 * Math.SQRT2, 2);
  expect(scatter.smallest).toEqual([
    {
      blocks: 12,
      share: smallestAt({ sd: scatter.atEqualSpeed!, atEqualSpeed: true, measuredSd: scatter.measured }, 12, 0.05),
    },
  ]);
  // Exchanged labels take the core's slowness along.
  expect(flippedRuns(STUDY, blocks, 100, 1).held.share).toBeGreaterThan(0.88);
});

describe('of equal arms', () => {
  const equal = madeBlocks(120, 0.05);

  test('about one run in twenty is called different, cut or drawn, and as many intervals miss', () => {
    expect(disjointRuns(STUDY, equal).called).toMatchObject({ of: 10 });
    const { called, held } = flippedRuns(STUDY, equal, 600, 1);
    expect(called.share).toBeGreaterThan(0.01);
    expect(called.share).toBeLessThan(0.08);
    expect(held.share).toBeGreaterThan(0.92);
  });

  test('the placebo refuses one run in a hundred for each metric, and nearly all where one arm is off', () => {
    const metrics = ['cpu-per-request', 'peak-cpu-per-request'] as const;
    const few = placeboRefusals(STUDY, metrics, madeBlocks(2400, 0.05));
    expect(few.of).toBe(200);
    expect(few.count).toBeLessThan(10);
    expect(placeboRefusals(STUDY, metrics, madeBlocks(120, 0.02, 0.1)).share).toBe(1);
  });

  test('the scatter is found, and the smallest difference that it lets one see', () => {
    const scatter = scatterOf(STUDY, equal, [12, 40])!;
    expect(scatter.measured).toBeCloseTo(0.05 * Math.SQRT2, 1);
    expect(scatter.atEqualSpeed).toBeNull();
    expect(scatter.smallest[0]!.share).toBeGreaterThan(scatter.smallest[1]!.share);
    expect(scatterOf(STUDY, equal.slice(0, 3), [12])).toBeNull();
  });
});

describe('of arms that differ', () => {
  const biased = madeBlocks(60, 0.02, 0.05);

  test('exchanging the labels hides the difference, and leaving them shows it', () => {
    expect(drawnRuns(STUDY, biased, 100, 1, Math.exp(0.05)).called.share).toBeGreaterThan(0.95);
    expect(drawnRuns(STUDY, biased, 100, 1, Math.exp(0.05)).held.share).toBeGreaterThan(0.85);
    expect(disjointRuns(STUDY, biased, Math.exp(0.05)).called).toMatchObject({ count: 5, of: 5 });
    expect(flippedRuns(STUDY, biased, 200, 1).called.share).toBeLessThan(0.1);
  });

  test('too few blocks give no runs', () => {
    expect(flippedRuns(STUDY, biased.slice(0, 11), 10, 1).called.of).toBe(0);
    expect(drawnRuns(STUDY, biased.slice(0, 11), 10, 1, 1).called.of).toBe(0);
  });
});
