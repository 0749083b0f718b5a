import { describe, expect, test } from 'vitest';
import { seededDraws } from '../estimate/draws.ts';
import type { Draws } from '../estimate/draws.ts';
import type { Pair } from '../estimate/estimate.ts';
import { judge, judgeFamily } from './judge.ts';
import { ranksOf } from './rank.ts';
import { isSettled } from './settled.ts';
import type { Verdict, VerdictWord } from './verdict.ts';
import type { Question } from './weigh.ts';

/** Twelve balanced blocks whose log ratio is `log` with a scatter of `sd`, the same each time. */
function pairs(log: number, sd: number, blocks = 12): readonly Pair[] {
  return Array.from({ length: blocks }, (_, block) => ({
    block,
    contender: 100 * Math.exp(log + (block % 4 < 2 ? sd : -sd)),
    against: 100,
    sitting: 0,
    contenderPosition: block % 2,
    againstPosition: (block + 1) % 2,
    slowness: null,
  }));
}

function ask(log: number, sd: number, changes: Partial<Question> = {}): Question {
  const own = changes.pairs ?? pairs(log, sd);
  return {
    scenario: 'json',
    metric: 'cpu-per-request',
    contender: 'go',
    against: 'node',
    absent: null,
    pairs: own,
    blocks: own.length,
    missing: { contender: 0, against: 0 },
    margin: 0.05,
    alpha: 0.05,
    decisive: 0.05,
    cautions: [],
    ...changes,
  };
}

/** Twelve values spread as normal ones are, in an order without a trend. */
const SPREAD = [0.31, -1.1, 0.1, 1.65, -0.55, -0.1, 0.79, -1.65, 1.1, -0.31, 0.55, -0.79];

/** p is about 0.02 by itself: called alone, and not as one of six. */
const BARE = ask(0, 0, {
  pairs: pairs(0, 0).map((pair, block) => ({ ...pair, contender: 100 * Math.exp(0.1 + 0.12 * (SPREAD[block] ?? 0)) })),
});

describe('questions asked together', () => {
  test('a difference that is sure by itself may not be sure among six, and both intervals are told', () => {
    const alone = judge(BARE);
    expect(alone).toMatchObject({ verdict: 'worse', family: 1, level: 0.95 });
    const [among] = judgeFamily([BARE, ...Array.from({ length: 5 }, () => ask(0, 0.12))]);
    expect(among).toMatchObject({
      verdict: 'undecided',
      family: 6,
      alone: { low: alone.low, high: alone.high, level: 0.95 },
      reason: { kind: 'not-sure-enough', of: 'difference', asked: 0.05, family: 6 },
    });
    expect(among!.level).toBeCloseTo(1 - 0.05 / 6, 12);
    expect(among!.low).toBeLessThan(1);
    expect(among!.alone!.low).toBeGreaterThan(1);
  });

  test('step by step: beside differences that are plain it needs no more than by itself', () => {
    const plain = Array.from({ length: 5 }, () => ask(1, 0.02));
    const verdict = judgeFamily([...plain, BARE]).at(-1)!;
    expect(verdict.verdict).toBe('worse');
    // Wide enough to hold together with five others, its interval reaches 1 all the same.
    expect(verdict.low).toBeLessThan(1);
    expect(verdict.reason).toMatchObject({ kind: 'interval-clear-of-one', p: judgeP(BARE) });
  });

  test('equivalence is corrected as well', () => {
    const close = ask(0.01, 0.05);
    expect(judge(close).verdict).toBe('equivalent');
    expect(judgeFamily([close, ...Array.from({ length: 5 }, () => ask(0.02, 0.3))])[0]!.verdict).toBe('undecided');
    expect(judgeFamily([close, ...Array.from({ length: 5 }, () => ask(0, 0.001))])[0]!.verdict).toBe('equivalent');
  });

  test('one that has no answer counts as asked', () => {
    const unanswered = ask(0, 0.1, { absent: 'rust' });
    const [first, second] = judgeFamily([BARE, unanswered]);
    expect(first).toMatchObject({ family: 2, level: 0.975, verdict: 'worse' });
    expect(second).toMatchObject({ ratio: null, alone: null, reason: { kind: 'not-measured', entry: 'rust' } });
    expect(judgeFamily([])).toEqual([]);
  });
});

function judgeP(question: Question): number {
  const { reason } = judge(question);
  return reason.kind === 'interval-clear-of-one' ? reason.p : Number.NaN;
}

describe('a look before the last', () => {
  test('decides only what is sure at its own rate; the interval quoted is the run’s', () => {
    const strict = judge({ ...BARE, decisive: 0.001 });
    expect(strict).toMatchObject({
      verdict: 'undecided',
      level: 0.95,
      reason: { kind: 'not-sure-enough', asked: 0.001 },
    });
    expect(judge({ ...ask(0.5, 0.1), decisive: 0.001 }).verdict).toBe('worse');
    expect(judge({ ...ask(0.01, 0.05), decisive: 0.001 })).toMatchObject({
      verdict: 'undecided',
      reason: { kind: 'not-sure-enough', of: 'equivalence', asked: 0.001 },
    });
    expect(judge({ ...ask(0, 0.01), decisive: 0.001 })).toMatchObject({
      verdict: 'equivalent',
      reason: { level: 0.999 },
    });
  });

  test('asks the signed ranks at its own rate too', () => {
    // Sure by t at one in a thousand; twelve signed ranks hold 1 at that rate as soon as two lie on the other side.
    const logs = [-0.001, -0.002, 0.1, 0.101, 0.102, 0.103, 0.104, 0.105, 0.106, 0.107, 0.108, 0.109];
    const own = pairs(0, 0).map((pair, block) => ({ ...pair, contender: 100 * Math.exp(logs[block] ?? 0) }));
    const fixed = own.map((pair) => ({ ...pair, contenderPosition: 0, againstPosition: 0, slowness: null }));
    expect(judge(ask(0, 0, { pairs: fixed })).verdict).toBe('worse');
    expect(judge(ask(0, 0, { pairs: fixed, decisive: 0.001 })).reason.kind).toBe('intervals-disagree');
  });

  test.each<[string, Question, boolean]>([
    ['a word', ask(0.5, 0.05), true],
    ['too wide an interval', ask(0.03, 0.15), false],
    ['too few blocks', ask(1, 0.01, { pairs: pairs(1, 0.01, 3) }), false],
    ['nobody to compare with', ask(1, 0.01, { absent: 'rust' }), true],
  ])('is settled or not by %s', (_what, question, settled) => {
    expect(isSettled([judge(question)])).toBe(settled);
  });

  test('waits for every primary question and for no other', () => {
    const open = judge(ask(0.03, 0.15));
    const done = judge(ask(0.5, 0.05));
    expect(isSettled([done, open])).toBe(false);
    expect(isSettled([done, { ...open, metric: 'p50' }])).toBe(true);
    expect(isSettled([{ ...done, metric: 'p50' }])).toBe(false);
    expect(isSettled([])).toBe(false);
  });
});

function told(contender: string, against: string, verdict: VerdictWord): Verdict {
  return { ...judge(ask(0, 0.1, { contender, against })), verdict };
}

describe('rank intervals', () => {
  test('who is surely beaten and who surely beats set the ends', () => {
    const verdicts = [
      told('go', 'node', 'better'),
      told('rust', 'node', 'better'),
      told('rust', 'go', 'undecided'),
      told('placebo', 'node', 'better'),
    ];
    expect(ranksOf('cpu-per-request', ['node', 'go', 'rust'], verdicts)).toEqual([
      { metric: 'cpu-per-request', contender: 'node', best: 3, worst: 3, of: 3 },
      { metric: 'cpu-per-request', contender: 'go', best: 1, worst: 2, of: 3 },
      { metric: 'cpu-per-request', contender: 'rust', best: 1, worst: 2, of: 3 },
    ]);
    expect(ranksOf('p50', ['node', 'go'], verdicts).map(({ best, worst }) => [best, worst])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test('hold the true places of all in 95 of 100 runs', () => {
    const draws = seededDraws(17);
    const truths = { a: 0, b: 0, c: 0.05 };
    let held = 0;
    const RUNS = 1500;
    for (let run = 0; run < RUNS; run += 1) {
      const logs = drawnLogs(draws, truths);
      const verdicts = judgeFamily([
        drawnQuestion(logs, 'b', 'a'),
        drawnQuestion(logs, 'c', 'a'),
        drawnQuestion(logs, 'c', 'b'),
      ]);
      const [a, b, c] = ranksOf('cpu-per-request', ['a', 'b', 'c'], verdicts);
      // a and b share the first two places; c is the third.
      if (a!.best === 1 && b!.best === 1 && a!.worst >= 2 && b!.worst >= 2 && c!.worst === 3) held += 1;
    }
    expect(held / RUNS).toBeGreaterThan(0.935);
  });
});

type Logs = Readonly<Record<string, readonly number[]>>;

function drawnLogs(draws: Draws, truths: Readonly<Record<string, number>>): Logs {
  return Object.fromEntries(
    Object.entries(truths).map(([id, log]) => [id, Array.from({ length: 12 }, () => log + 0.05 * draws.normal())]),
  );
}

function drawnQuestion(logs: Logs, contender: string, against: string): Question {
  const own = (logs[contender] ?? []).map((log, block) => ({
    block,
    contender: Math.exp(log),
    against: Math.exp(logs[against]?.[block] ?? 0),
    sitting: 0,
    contenderPosition: block % 2,
    againstPosition: (block + 1) % 2,
    slowness: null,
  }));
  return ask(0, 0, { contender, against, pairs: own, margin: 0.001 });
}
