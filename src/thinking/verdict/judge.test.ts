import { describe, expect, test } from 'vitest';

import { seededDraws } from '../estimate/draws.ts';
import type { Pair } from '../estimate/estimate.ts';
import type { PeakBound } from './bound.ts';
import { judge } from './judge.ts';
import { swapped } from './made-question.ts';
import type { VerdictWord } from './verdict.ts';
import type { Question } from './weigh.ts';

/** Pairs around a ratio with a fixed, balanced scatter: the log sd is `sd`, to the last bit the same on both sides. */
function pairsAround(ratio: number, sd: number, blocks: number, level = 100): readonly Pair[] {
  return Array.from({ length: blocks }, (_, block) => ({
    block,
    contender: level * Math.sqrt(ratio) * Math.exp(block % 4 < 2 ? sd : -sd),
    against: level / Math.sqrt(ratio),
    sitting: 0,
    contenderPosition: block % 2,
    againstPosition: (block + 1) % 2,
    slowness: null,
  }));
}

/** One pair for each log ratio; the places are not told apart. */
function pairsOf(logs: readonly number[]): readonly Pair[] {
  return logs.map((log, block) => ({
    block,
    contender: 100 * Math.exp(log),
    against: 100,
    sitting: 0,
    contenderPosition: 0,
    againstPosition: 0,
    slowness: null,
  }));
}

function ask(changes: Partial<Question> & { readonly pairs: readonly Pair[] }): Question {
  return {
    scenario: 'json',
    metric: 'cpu-per-request',
    contender: 'go-nethttp',
    against: 'node-fastify',
    blocks: changes.pairs.length,
    missing: { contender: 0, against: 0 },
    margin: 0.05,
    alpha: 0.05,
    decisive: changes.alpha ?? 0.05,
    absent: null,
    cautions: [],
    ...changes,
  };
}

const bounds = (...kinds: readonly PeakBound['kind'][]): readonly PeakBound[] =>
  kinds.map((kind) => ({ kind, contenderShare: 0.5, restShare: 0.5 }));

/** Costs that follow the core's slowness, which falls to the contender now and to the other then; 10 % apart at equal speeds. */
function pairsBesideStranger(blocks: number): readonly Pair[] {
  return pairsAround(0.9, 0.002, blocks).map((pair): Pair => {
    const slowness = { contender: 0.1 * ((3 * pair.block) % 7), against: 0.1 * ((5 * pair.block) % 7) };
    return {
      ...pair,
      contender: pair.contender * Math.exp(slowness.contender),
      against: pair.against * Math.exp(slowness.against),
      slowness,
    };
  });
}

describe('a contender whose core was watched', () => {
  test('is judged at equal speeds at the last look', () => {
    const pairs = pairsBesideStranger(12);
    const told = judge(ask({ pairs }));
    expect(told).toMatchObject({ verdict: 'better', atEqualSpeed: true });
    expect(told.ratio).toBeCloseTo(0.9, 2);
    expect(judge(ask({ pairs: pairs.map((pair) => ({ ...pair, slowness: null })) })).verdict).toBe('undecided');
  });

  test('is called different before it only where the blocks say so as they were measured, too', () => {
    const early = { decisive: 0.001 };
    expect(judge(ask({ pairs: pairsBesideStranger(12), ...early })).verdict).toBe('undecided');
    const calm = pairsAround(0.8, 0.002, 12).map((pair) => ({
      ...pair,
      slowness: { contender: 0.01 * (pair.block % 5), against: 0.01 * (pair.block % 3) },
    }));
    expect(judge(ask({ pairs: calm, ...early }))).toMatchObject({ verdict: 'better', atEqualSpeed: true });
  });
});

describe('the word for an estimate', () => {
  test('better and worse follow the direction of the metric', () => {
    const half = pairsAround(0.5, 0.05, 12);
    expect(judge(ask({ pairs: half })).verdict).toBe('better');
    expect(judge(ask({ pairs: half, metric: 'memory' })).verdict).toBe('better');
    expect(judge(ask({ pairs: half, metric: 'peak-rate' })).verdict).toBe('worse');
    const double = pairsAround(2, 0.05, 12);
    expect(judge(ask({ pairs: double })).verdict).toBe('worse');
    expect(judge(ask({ pairs: double, metric: 'peak-rate' })).verdict).toBe('better');
    expect(judge(ask({ pairs: half })).reason).toMatchObject({ kind: 'interval-clear-of-one' });
  });

  test('no difference is called where the signed-rank interval of the same blocks holds 1', () => {
    // Six blocks differ by a tenth, two lie the other way: of all ranks 1 + 3 are against, where at most 3 may be.
    const logs = [-0.01, 0.011, -0.012, 0.1, 0.101, 0.102, 0.103, 0.104];
    const verdict = judge(ask({ pairs: pairsOf(logs) }));
    expect(verdict).toMatchObject({ verdict: 'undecided', reason: { kind: 'intervals-disagree' } });
    expect(verdict.low).toBeGreaterThan(1);
    if (verdict.reason.kind !== 'intervals-disagree') return;
    expect(verdict.reason.low).toBeLessThan(1);
    // With the second of them nearer to none than any other, only ranks 1 and 2 are against.
    const agreed = judge(ask({ pairs: pairsOf(logs.map((log) => (log === -0.012 ? -0.0105 : log))) }));
    expect(agreed).toMatchObject({ verdict: 'worse', reason: { kind: 'interval-clear-of-one' } });
  });

  test('equivalent needs the quoted interval inside the margin', () => {
    const verdict = judge(ask({ pairs: pairsAround(1.01, 0.05, 12) }));
    expect(verdict.verdict).toBe('equivalent');
    expect(verdict.reason).toEqual({
      kind: 'interval-inside-margin',
      negligibleDifference: false,
      level: 0.95,
      floorMs: null,
    });
    // The same estimate against a margin narrower than its interval.
    expect(judge(ask({ pairs: pairsAround(1.01, 0.05, 12), margin: 0.02 })).verdict).toBe('undecided');
  });

  test('a real difference inside the margin is equivalent, and said to be real', () => {
    const verdict = judge(ask({ pairs: pairsAround(1.02, 0.01, 12) }));
    expect(verdict).toMatchObject({ verdict: 'equivalent', reason: { negligibleDifference: true } });
    expect(verdict.low).toBeGreaterThan(1);
  });

  test('undecided says what could have been seen and what would settle it', () => {
    const verdict = judge(ask({ pairs: pairsAround(1.03, 0.15, 12) }));
    expect(verdict.verdict).toBe('undecided');
    if (verdict.reason.kind !== 'interval-too-wide') throw new Error('wrong reason');
    expect(verdict.reason.smallestSeen).toBeGreaterThan(0.1);
    expect(verdict.reason.blocksNeeded).toBeGreaterThan(12);
  });

  test('is never "same" for want of evidence', () => {
    for (const blocks of [4, 5, 6]) {
      expect(judge(ask({ pairs: pairsAround(1, 0.3, blocks) })).verdict).toBe('undecided');
    }
  });

  test('a stricter alpha widens the interval and both rules with it', () => {
    const pairs = pairsAround(1.06, 0.03, 6);
    expect(judge(ask({ pairs })).verdict).toBe('worse');
    const smoke = judge(ask({ pairs, alpha: 0.001 }));
    expect(smoke).toMatchObject({ verdict: 'undecided', level: 0.999 });
    expect(judge(ask({ pairs: pairsAround(1, 0.001, 6), alpha: 0.001 })).reason).toMatchObject({ level: 0.999 });
  });

  test('below four pairs there is no estimate and no number', () => {
    expect(judge(ask({ pairs: pairsAround(3, 0.01, 3) }))).toMatchObject({
      verdict: 'undecided',
      ratio: null,
      low: null,
      high: null,
      n: 3,
      reason: { kind: 'too-few-blocks', n: 3, needed: 4 },
    });
  });
});

describe('the floor under differences of response time', () => {
  test('a large ratio of small times does not matter', () => {
    const verdict = judge(ask({ metric: 'p50', margin: 0.1, pairs: pairsAround(1.5, 0.05, 12, 0.1) }));
    expect(verdict).toMatchObject({ verdict: 'equivalent', reason: { floorMs: 0.2, negligibleDifference: true } });
  });

  test('the same ratio of long times does', () => {
    const verdict = judge(ask({ metric: 'p50', margin: 0.1, pairs: pairsAround(1.5, 0.05, 12, 10) }));
    expect(verdict).toMatchObject({ verdict: 'worse', reason: { kind: 'interval-clear-of-one' } });
  });

  test('a difference that is real but may be below the floor is undecided', () => {
    // Around 1.0 ms with a ratio of 1.22: about 0.2 ms apart, on the floor itself.
    const verdict = judge(ask({ metric: 'p50', margin: 0.1, pairs: pairsAround(1.22, 0.05, 12, 1) }));
    expect(verdict.low).toBeGreaterThan(1);
    expect(verdict).toMatchObject({ verdict: 'undecided', reason: { kind: 'difference-near-floor', floorMs: 0.2 } });
  });

  test('a share below the margin does not matter however many milliseconds it is', () => {
    const verdict = judge(ask({ metric: 'p99', margin: 0.2, pairs: pairsAround(1.05, 0.02, 12, 100) }));
    expect(verdict).toMatchObject({ verdict: 'equivalent', reason: { floorMs: null } });
  });

  test('CPU has no floor', () => {
    expect(judge(ask({ pairs: pairsAround(1.5, 0.05, 12, 0.001) })).verdict).toBe('worse');
  });
});

describe('what forbids a word', () => {
  const pairs = pairsAround(0.5, 0.02, 10);

  test('a peak bound by something else in more than a fifth of a side’s rounds', () => {
    const mine = bounds(...Array<'contender'>(10).fill('contender'));
    const eight = bounds(...Array<'contender'>(8).fill('contender'), 'database', 'nothing');
    const seven = bounds(...Array<'contender'>(7).fill('contender'), 'database', 'nothing', 'database');
    const asked = (contender: readonly PeakBound[], against: readonly PeakBound[]): Question =>
      ask({ pairs, metric: 'peak-cpu-per-request', bounds: { contender, against } });
    expect(judge(asked(mine, mine)).verdict).toBe('better');
    expect(judge(asked(eight, mine)).verdict).toBe('better');
    expect(judge(asked(mine, seven))).toMatchObject({
      verdict: 'undecided',
      reason: { kind: 'bound-by', bound: 'database', rounds: 3, of: 10, entry: 'node-fastify' },
    });
    expect(judge(asked(seven, mine)).reason).toMatchObject({ entry: 'go-nethttp' });
    // A metric that says something whoever was the limit brings none.
    expect(judge(ask({ pairs })).verdict).toBe('better');
  });

  test('values missing in more than a fifth of the blocks, and then no ratio is quoted', () => {
    const thin = judge(ask({ pairs, metric: 'p99', blocks: 13, missing: { contender: 3, against: 0 } }));
    expect(thin).toMatchObject({
      verdict: 'undecided',
      ratio: null,
      reason: { kind: 'tail-too-thin', rounds: 3, of: 13 },
    });
    const unread = judge(ask({ pairs, metric: 'memory', blocks: 13, missing: { contender: 1, against: 3 } }));
    expect(unread).toMatchObject({ ratio: null, reason: { kind: 'not-measured', entry: 'node-fastify' } });
    expect(judge(ask({ pairs, metric: 'memory', blocks: 12, missing: { contender: 2, against: 0 } })).verdict).toBe(
      'better',
    );
  });
});

const inPlaces = (places: number, blocks: number): readonly Pair[] =>
  pairsAround(2, 0.02, blocks).map((pair) => ({
    ...pair,
    contenderPosition: 2 + places,
    againstPosition: 2,
    slowness: null,
  }));

describe('an order that never changed', () => {
  test('gives no word and no ratio: what the place does would be said of the contender', () => {
    expect(judge(ask({ pairs: inPlaces(1, 12) }))).toMatchObject({
      verdict: 'undecided',
      ratio: null,
      alone: null,
      reason: { kind: 'order-never-changed', places: 1, n: 12 },
    });
    expect(judge(swapped(ask({ pairs: inPlaces(-2, 12) }))).reason).toMatchObject({ places: 2 });
  });

  test('has changed where a single block has another', () => {
    const [first, ...others] = inPlaces(1, 12);
    const pairs = [{ ...first!, contenderPosition: 1 }, ...others];
    expect(judge(ask({ pairs })).verdict).toBe('worse');
  });

  test('is not asked of fewer blocks than an estimate needs', () => {
    expect(judge(ask({ pairs: inPlaces(1, 3) })).reason.kind).toBe('too-few-blocks');
  });
});

describe('laws of the judgement', () => {
  const mirror: Readonly<Record<VerdictWord, VerdictWord>> = {
    better: 'worse',
    worse: 'better',
    equivalent: 'equivalent',
    undecided: 'undecided',
    refused: 'refused',
  };

  test('swapping the sides mirrors the word and inverts ratio and interval', () => {
    const draws = seededDraws(77);
    const seen = new Set<string>();
    const metrics = ['cpu-per-request', 'peak-rate', 'p50', 'p99', 'memory'] as const;
    for (let i = 0; i < 400; i += 1) {
      const sd = [0.01, 0.05, 0.2][draws.below(3)]!;
      const effect = (draws.uniform() - 0.5) * 0.6;
      const level = [0.3, 3, 300][draws.below(3)]!;
      const pairs = Array.from({ length: 3 + draws.below(12) }, (_, block): Pair => {
        const contenderPosition = draws.below(4);
        return {
          block,
          contender: level * Math.exp(effect + sd * draws.normal()),
          against: level * Math.exp(sd * draws.normal()),
          sitting: 0,
          contenderPosition,
          againstPosition: (contenderPosition + 1 + draws.below(3)) % 4,
          slowness: null,
        };
      });
      const kinds = (): readonly PeakBound[] =>
        bounds(...pairs.map(() => (draws.uniform() < 0.15 ? ('database' as const) : ('contender' as const))));
      const question = ask({
        pairs,
        metric: metrics[draws.below(metrics.length)]!,
        bounds: { contender: kinds(), against: kinds() },
      });
      const there = judge(question);
      const back = judge(swapped(question));
      seen.add(`${there.verdict}/${there.reason.kind}`);
      expect(back.verdict).toBe(mirror[there.verdict]);
      expect(back.reason.kind).toBe(there.reason.kind);
      expect(there.reason.kind === 'bound-by' ? back.reason : there.reason).toEqual(there.reason);
      if (there.ratio === null || back.ratio === null) continue;
      expect(back.ratio * there.ratio).toBeCloseTo(1, 12);
      expect(back.low! * there.high!).toBeCloseTo(1, 12);
      expect(back.high! * there.low!).toBeCloseTo(1, 12);
    }
    expect([...seen].toSorted()).toEqual([
      'better/interval-clear-of-one',
      'equivalent/interval-inside-margin',
      'undecided/bound-by',
      'undecided/difference-near-floor',
      'undecided/interval-too-wide',
      'undecided/intervals-disagree',
      'undecided/too-few-blocks',
      'worse/interval-clear-of-one',
    ]);
  });

  test('the unit and the numbers of the blocks do not matter where there is no floor', () => {
    const pairs = pairsAround(1.1, 0.05, 12);
    const plain = judge(ask({ pairs }));
    const other = judge(
      ask({
        pairs: pairs
          .map((pair) => ({
            ...pair,
            block: 99 - pair.block,
            contender: pair.contender / 1000,
            against: pair.against / 1000,
          }))
          .toReversed(),
      }),
    );
    expect(other.verdict).toBe(plain.verdict);
    expect(other.ratio).toBeCloseTo(plain.ratio!, 12);
    expect(other.high).toBeCloseTo(plain.high!, 12);
  });

  test('equal programs are called different in at most 5 of 100 runs, and a margin-sized difference equivalent in at most 3', () => {
    const draws = seededDraws(5);
    const rate = (ratio: number, words: readonly VerdictWord[]): number => {
      let count = 0;
      for (let run = 0; run < 2000; run += 1) {
        const pairs = Array.from({ length: 12 }, (_, block): Pair => ({
          block,
          contender: 100 * ratio * Math.exp(0.05 * draws.normal()),
          against: 100,
          sitting: 0,
          contenderPosition: draws.below(2),
          againstPosition: 1,
          slowness: null,
        }));
        if (words.includes(judge(ask({ pairs })).verdict)) count += 1;
      }
      return count / 2000;
    };
    // 0.05 and three standard errors of 2,000 runs
    expect(rate(1, ['better', 'worse'])).toBeLessThan(0.065);
    expect(rate(1.05, ['equivalent'])).toBeLessThan(0.035);
    expect(rate(1.2, ['worse'])).toBeGreaterThan(0.99);
  });
});
