import { describe, expect, test } from 'vitest';
import type { Pair, Slowness } from '../../src/thinking/estimate/estimate.ts';
import { looksAfter } from '../../src/thinking/estimate/looks.ts';
import { PROFILES } from '../../src/thinking/plan/profiles.ts';
import { judgeFamily } from '../../src/thinking/verdict/judge.ts';
import { swapped } from '../../src/thinking/verdict/made-question.ts';
import { broken, CELLS } from './cells.ts';
import type { Cell } from './cells.ts';
import { simulationTable } from './page.ts';
import { shareOf, shareText } from './share.ts';
import { SHIPPED, simulateRun, tally, type Method, type Tally } from './simulation.ts';

function cell(id: string): Cell {
  const found = CELLS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no cell ${id}`);
  return found;
}

function run(id: string, runs: number, method: Method = SHIPPED): ReturnType<typeof tally> {
  const { setup, metrics } = cell(id);
  return tally(setup, metrics, runs, 7, method);
}

/** With little scatter beside the stranger's, and one look: at an early one the blocks as they were measured have a say as well. */
function calm(id: string, method?: Method): Tally {
  const { setup, metrics } = cell(id);
  return tally({ ...setup, sd: 0.02, looks: looksAfter([12], 0.05) }, metrics, 200, 7, method);
}

/** Each side's slowness about its own mean, which leaves the slope and takes off nothing. */
function centred(pairs: readonly Pair[]): readonly Pair[] {
  const about = (side: keyof Slowness): number =>
    pairs.reduce((sum, { slowness }) => sum + (slowness?.[side] ?? 0), 0) / pairs.length;
  const [ours, theirs] = [about('contender'), about('against')];
  return pairs.map((pair) => {
    const { slowness } = pair;
    if (slowness === null) return pair;
    return { ...pair, slowness: { contender: slowness.contender - ours, against: slowness.against - theirs } };
  });
}

describe('the simulator finds a bad method', () => {
  test('that decides at 5 % at every look', () => {
    const peeking: Method = { ...SHIPPED, decisive: (looks) => looks.at(-1)!.alpha };
    expect(run('normal/equal', 400, peeking).falseDifference).toBeGreaterThan(0.052);
  });

  test('that stops after any block at which the interval leaves 1 out', () => {
    const { setup } = cell('normal/equal');
    const every = Array.from({ length: 29 }, (_, index) => ({ blocks: 12 + index, alpha: 0.05 }));
    const stopping: Method = {
      ...SHIPPED,
      decisive: () => 0.05,
      ends: (all) => all.some((one) => one.verdict === 'worse' || one.verdict === 'better'),
    };
    expect(tally({ ...setup, looks: every, margin: 0.001 }, 1, 200, 7, stopping).falseDifference).toBeGreaterThan(0.1);
  });

  test('that asks six questions as if each were the only one', () => {
    const alone: Method = {
      ...SHIPPED,
      judge: (questions) => questions.flatMap((question) => judgeFamily([question])),
    };
    const { setup, metrics } = cell('normal/three');
    const narrow = { ...setup, margin: 0.001 };
    expect(tally(narrow, metrics, 300, 7, alone).falseDifference).toBeGreaterThan(0.12);
    expect(tally(narrow, metrics, 300, 7).falseDifference).toBeLessThan(0.09);
  });

  test('that takes the blocks of all sittings for those of one', () => {
    const blind: Method = {
      ...SHIPPED,
      judge: (questions) =>
        judgeFamily(
          questions.map((question) => ({
            ...question,
            pairs: question.pairs.map((pair) => ({ ...pair, sitting: 0 })),
          })),
        ),
    };
    expect(run('drift-much/equal', 200, blind).falseDifference).toBeGreaterThan(0.2);
    expect(run('drift-much/equal', 400).falseDifference).toBeLessThan(0.09);
    // Spread lent by contenders that do not drift would do as badly by the one that does.
    expect(run('drift-one/equal', 400).falseDifference).toBeLessThan(0.09);
  });

  test('that keeps the order of every block and forgets the position', () => {
    const fixed: Method = {
      ...SHIPPED,
      order: (entries, blocks) => Array.from({ length: blocks }, () => entries),
      judge: (questions) =>
        judgeFamily(
          questions.map((question) => ({
            ...question,
            pairs: question.pairs.map((pair) => ({
              ...pair,
              contenderPosition: 0,
              againstPosition: 0,
            })),
          })),
        ),
    };
    expect(run('penalised/equal', 100, fixed).falseDifference).toBeGreaterThan(0.3);
  });

  test('that takes the core’s slowness for noise explained and not for a cost to be evened out', () => {
    const evenless: Method = {
      ...SHIPPED,
      judge: (questions) => judgeFamily(questions.map((one) => ({ ...one, pairs: centred(one.pairs) }))),
    };
    expect(calm('strange/equal', evenless).falseDifference).toBeGreaterThan(0.3);
    expect(calm('strange/equal').falseDifference).toBeLessThan(0.11);
  });

  test('that calls whatever is not different equivalent', () => {
    const careless: Method = {
      ...SHIPPED,
      judge: (questions) =>
        judgeFamily(questions).map((one) => (one.verdict === 'undecided' ? { ...one, verdict: 'equivalent' } : one)),
    };
    expect(run('normal/margin', 200, careless).falseEquivalence).toBeGreaterThan(0.035);
  });
});

describe('the shipped method', () => {
  test.each(['normal', 'contaminated', 'heavy', 'spiked', 'wandering', 'penalised', 'strange', 'watched'])(
    'is honest under %s noise',
    (noise) => {
      // Few runs, so wide bounds: four standard errors about the limits that `npm run honesty` holds it to.
      const equal = run(`${noise}/equal`, 250);
      expect(equal.falseDifference).toBeLessThan(0.11);
      expect(equal.covered).toBeGreaterThan(0.89);
      expect(run(`${noise}/margin`, 250).falseEquivalence).toBeLessThan(0.085);
    },
  );

  test('decides a plain difference at the first look', () => {
    const { setup } = cell('normal/equal');
    const ended = simulateRun({ ...setup, truths: [1, 2] }, 1, 3);
    expect(ended.blocks).toBe(12);
    expect(ended.verdicts).toMatchObject([{ contender: '1', against: '0', verdict: 'worse', n: 12 }]);
  });

  test('goes on to the last look where nothing is sure before', () => {
    const { setup } = cell('contaminated/equal');
    const ended = simulateRun({ ...setup, sd: 0.5 }, 1, 3);
    expect(ended.blocks).toBe(PROFILES.rigorous.blocks);
  });

  test('gives the same run for the same seed', () => {
    const { setup } = cell('heavy/three');
    expect(simulateRun(setup, 2, 5)).toEqual(simulateRun(setup, 2, 5));
    expect(simulateRun(setup, 2, 5)).not.toEqual(simulateRun(setup, 2, 6));
  });
});

describe('laws', () => {
  test('swapping the names of the contenders turns every ratio over and mirrors every word', () => {
    const { setup } = cell('normal/double');
    for (let seed = 0; seed < 20; seed += 1) {
      const [there] = simulateRun({ ...setup, truths: [1, 1.1] }, 1, seed).verdicts;
      const swapping: Method = {
        ...SHIPPED,
        judge: (questions) => judgeFamily(questions.map(swapped)),
      };
      const [back] = simulateRun({ ...setup, truths: [1, 1.1] }, 1, seed, swapping).verdicts;
      expect(there!.ratio! * back!.ratio!).toBeCloseTo(1, 10);
      const mirrored = { better: 'worse', worse: 'better' }[there!.verdict as 'better' | 'worse'] ?? there!.verdict;
      expect(back!.verdict).toBe(mirrored);
    }
  });

  test('the unit of a metric changes nothing', () => {
    const { setup } = cell('normal/double');
    const [plain] = simulateRun({ ...setup, truths: [1, 1.1] }, 1, 4).verdicts;
    const [scaled] = simulateRun({ ...setup, truths: [1000, 1100] }, 1, 4).verdicts;
    expect(scaled!.verdict).toBe(plain!.verdict);
    expect(scaled!.ratio!).toBeCloseTo(plain!.ratio!, 10);
  });
});

describe('the table', () => {
  test('says of each cell whether its limits were kept', () => {
    const good = { ...run('normal/equal', 100), falseDifference: 0.01, covered: 0.95 };
    const bad = { ...good, falseDifference: 0.09 };
    expect(broken(cell('normal/equal'), good)).toEqual([]);
    expect(broken(cell('normal/equal'), bad)).toMatchObject([{ what: 'falseDifference' }]);
    const text = simulationTable(CELLS, new Map([['normal/equal', bad]]));
    expect(text).toContain('100 runs in each row.');
    expect(text).toContain('| normal | equal | 9.00 % |');
    expect(text).toContain('**missed: falseDifference**');
    expect(text.split('\n')).toHaveLength(5);
  });

  test('shares have intervals that never leave what shares can be', () => {
    // Wilson 1927 as R's prop.test(20, 400, correct = FALSE) has it.
    const share = shareOf(20, 400);
    expect(share.low).toBeCloseTo(0.0326, 3);
    expect(share.high).toBeCloseTo(0.0759, 3);
    expect(shareOf(0, 60)).toMatchObject({ share: 0, low: 0 });
    expect(shareOf(60, 60).high).toBeCloseTo(1, 12);
    expect(shareText(shareOf(3, 60))).toBe('3 of 60, 5.0 % [1.7, 13.7]');
    expect(shareText(shareOf(0, 0))).toBe('none');
  });
});
