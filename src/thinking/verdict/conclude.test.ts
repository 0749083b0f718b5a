import { describe, expect, test } from 'vitest';

import { seededDraws } from '../estimate/draws.ts';
import { madeMeasurement } from '../measurement/made-rounds.ts';
import type { ContenderFailure } from '../measurement/failure.ts';
import type { RoundIdentity, RoundOutcome } from '../measurement/measurement.ts';
import type { GeneratorVerdict, Phase } from '../measurement/phase.ts';
import type { MetricId } from '../measurement/metric.ts';
import { concludeRun, concludeScenario } from './conclude.ts';
import type { Conclusion } from './conclusion.ts';
import { MADE_RULES, madeLineUp, madeRun } from './made-run.ts';
import type { Verdict } from './verdict.ts';

const CPU: Readonly<Record<string, number>> = { node: 100, go: 40, rust: 20, placebo: 100 };
const LINE_UP = madeLineUp(['node', 'go', 'rust'], 12);

function outcomes(seed = 1, sd = 0.02, factor: Readonly<Record<string, number>> = {}): readonly RoundOutcome[] {
  const draws = seededDraws(seed);
  return madeRun(LINE_UP, ({ entry }) => ({
    cpuUs: CPU[entry]! * (factor[entry] ?? 1) * Math.exp(sd * draws.normal()),
    p50Ms: Math.exp(sd * draws.normal()),
    p99Ms: 5 * Math.exp(sd * draws.normal()),
    memoryMiB: 60 * Math.exp(sd * draws.normal()),
  }));
}

/** A steady phase of which the generator says this word. */
function said(word: GeneratorVerdict): Partial<Phase> {
  return { generator: { verdict: word, reasons: [], cpuUsPerRequest: 4, lagP99Us: 20 } };
}

function verdict(conclusion: Conclusion, contender: string, metric: MetricId): Verdict {
  const found = conclusion.verdicts.find((each) => each.contender === contender && each.metric === metric);
  if (found === undefined) throw new Error(`no verdict on ${contender} in ${metric}`);
  return found;
}

const identity = (entry: string, block: number, contender = entry): RoundIdentity => ({
  run: 'r-made',
  scenario: 'json',
  entry,
  contender,
  block,
  position: 0,
  sitting: 0,
});
const died: ContenderFailure = { kind: 'died-under-load', phase: 'peak', exit: 'signal SIGSEGV', lastLines: ['oops'] };
const isRound = (outcome: RoundOutcome, entry: string, block: number): boolean => {
  const place = outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
  return place.entry === entry && place.block === block;
};
const voidRound = (entry: string, block: number): RoundOutcome => ({
  kind: 'void',
  identity: identity(entry, block),
  reason: { kind: 'foreign-cpu', phase: 'steady', share: 0.2, limit: 0.05 },
  measurement: null,
});

const words = (each: Conclusion): readonly unknown[] =>
  each.verdicts.map((one) => [one.contender, one.metric, one.verdict, one.ratio?.toFixed(10)]);

test('a mean service time above the p99 is a caution beside response times', () => {
  const noTail = { p50: 1, p90: 2, p99: null, p99_9: null, max: 900 };
  const rounds = madeRun(LINE_UP, ({ entry, block }) => {
    if (entry !== 'go') return { steady: { meanServiceMs: null } };
    return { steady: { meanServiceMs: block < 3 ? 300 : 1, ...(block === 2 ? { serviceMs: noTail } : {}) } };
  });
  const conclusion = concludeScenario(MADE_RULES, LINE_UP, rounds);
  const caution = { kind: 'mean-above-p99', entry: 'go', rounds: 2, of: 12 };
  expect(verdict(conclusion, 'go', 'p99').cautions).toContainEqual(caution);
  expect(verdict(conclusion, 'rust', 'p99').cautions).not.toContainEqual(caution);
  expect(verdict(conclusion, 'go', 'cpu-per-request').cautions).not.toContainEqual(caution);
});

test('a hypervisor that takes what response times feel is a caution beside them and rates, not beside CPU', () => {
  const rounds = madeRun(LINE_UP, ({ block }) => ({
    steadyBill: { stealS: block < 3 ? 0.11 : block < 6 ? null : 0.09, ...(block === 11 ? { wallS: 0 } : {}) },
  }));
  const conclusion = concludeScenario(MADE_RULES, LINE_UP, rounds);
  const stolen = { kind: 'stolen', rounds: 6, of: 24, share: 0.02 };
  expect(verdict(conclusion, 'go', 'p99').cautions).toContainEqual(stolen);
  expect(verdict(conclusion, 'go', 'cpu-per-request').cautions).not.toContainEqual(stolen);
  expect(verdict(conclusion, 'go', 'peak-rate').cautions).not.toContainEqual(stolen);
});

describe('the conclusion of a scenario', () => {
  const conclusion = concludeScenario(MADE_RULES, LINE_UP, outcomes());

  test('judges every contender and the placebo against the baseline, in every metric', () => {
    expect(conclusion.baseline).toBe('node');
    expect(conclusion.verdicts).toHaveLength(3 * 8);
    expect(new Set(conclusion.verdicts.map((each) => each.against))).toEqual(new Set(['node']));
    expect(verdict(conclusion, 'go', 'cpu-per-request').verdict).toBe('better');
    expect(verdict(conclusion, 'go', 'cpu-per-request').ratio).toBeCloseTo(0.4, 1);
    expect(verdict(conclusion, 'rust', 'peak-rate')).toMatchObject({ verdict: 'better', n: 12 });
    expect(verdict(conclusion, 'placebo', 'cpu-per-request').verdict).toBe('equivalent');
    expect(verdict(conclusion, 'go', 'memory').verdict).toBe('equivalent');
    expect(verdict(conclusion, 'go', 'p99.9')).toMatchObject({
      verdict: 'undecided',
      reason: { kind: 'tail-too-thin', rounds: 12, of: 12 },
    });
  });

  test('judges contender against contender in the primary metrics, each pair once', () => {
    expect(conclusion.pairs.map((each) => [each.contender, each.against, each.metric])).toEqual([
      ['rust', 'go', 'cpu-per-request'],
      ['rust', 'go', 'peak-cpu-per-request'],
    ]);
    expect(conclusion.pairs[0]).toMatchObject({ verdict: 'better' });
    expect(conclusion.pairs[0]?.ratio).toBeCloseTo(0.5, 1);
  });

  test('and in the others each by itself', () => {
    expect(new Set(conclusion.beside.map((each) => `${each.contender} ${each.against}`))).toEqual(new Set(['rust go']));
    const metrics = conclusion.beside.map((each) => each.metric);
    expect(metrics).toContain('p99');
    expect(metrics).not.toContain('cpu-per-request');
    expect(conclusion.beside.every((each) => each.family === 1)).toBe(true);
  });

  test('labels all but the primary metrics exploratory', () => {
    for (const each of conclusion.verdicts) {
      const primary = each.metric === 'cpu-per-request' || each.metric === 'peak-cpu-per-request';
      expect(each.cautions.some((caution) => caution.kind === 'exploratory')).toBe(!primary);
    }
  });

  test('keeps centre and rounds of each entry and metric', () => {
    const summary = conclusion.summaries.find((each) => each.entry === 'go' && each.metric === 'cpu-per-request')!;
    expect(summary.unit).toBe('us');
    expect(summary.rounds).toHaveLength(12);
    expect(summary.rounds[1]).toMatchObject({ block: 1, position: 0 });
    expect(summary.centre!.median).toBeCloseTo(40, -1);
    expect(summary.centre!.low!).toBeLessThan(summary.centre!.median);
    expect(conclusion.summaries.find((each) => each.metric === 'p99.9')!.centre).toBeNull();
  });

  test('knows blocks, rates and draws', () => {
    expect(conclusion.blocks).toEqual({ planned: 12, done: 12, void: 0 });
    expect(conclusion.entries.map((entry) => [entry.id, entry.offeredPerS])).toEqual([
      ['node', [2000]],
      ['go', [2000]],
      ['rust', [2000]],
      ['placebo', [2000]],
    ]);
    expect(conclusion.draws[3]).toEqual({ block: 3, digest: 'block-3' });
    expect(conclusion.refusal).toBeNull();
    expect(conclusion.cautions).toEqual([{ kind: 'one-sitting' }]);
  });

  test('does not depend on the order in which the rounds were stored', () => {
    expect(concludeScenario(MADE_RULES, LINE_UP, outcomes().toReversed())).toEqual(conclusion);
  });

  test('renumbered blocks change no verdict', () => {
    const renumbered = outcomes().map((outcome): RoundOutcome => {
      if (outcome.kind !== 'measured') return outcome;
      const { measurement } = outcome;
      const moved = { ...measurement.identity, block: 11 - measurement.identity.block };
      return { kind: 'measured', measurement: { ...measurement, identity: moved } };
    });
    expect(words(concludeScenario(MADE_RULES, LINE_UP, renumbered))).toEqual(words(conclusion));
  });

  test('rounds of other scenarios are not taken for its own', () => {
    const other = madeRun(madeLineUp(['node', 'go', 'rust'], 12, 'hello'), () => ({ cpuUs: 7 }));
    expect(concludeScenario(MADE_RULES, LINE_UP, [...outcomes(), ...other])).toEqual(conclusion);
  });
});

/** The rounds of the first blocks, in which rust was never run. */
function without(blocks: number): readonly RoundOutcome[] {
  return outcomes().filter((outcome) => {
    const place = outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
    return place.entry !== 'rust' && place.block < blocks;
  });
}

describe('what is left out', () => {
  test('a contender that failed in any round stands with its failure and has no numbers', () => {
    const all = outcomes().map((outcome): RoundOutcome =>
      isRound(outcome, 'rust', 7) || isRound(outcome, 'rust', 9)
        ? { kind: 'failed', identity: identity('rust', isRound(outcome, 'rust', 7) ? 7 : 9), failure: died }
        : outcome,
    );
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    expect(conclusion.failures).toEqual([{ scenario: 'json', contender: 'rust', block: 7, rounds: 2, failure: died }]);
    expect(conclusion.verdicts.some((each) => each.contender === 'rust')).toBe(false);
    expect(conclusion.summaries.some((each) => each.entry === 'rust')).toBe(false);
    expect(conclusion.pairs).toEqual([]);
    expect(conclusion.blocks.done).toBe(12);
    expect(verdict(conclusion, 'go', 'cpu-per-request').n).toBe(12);
  });

  test('a baseline that failed takes its placebo along, and the rest is compared without it', () => {
    const all: readonly RoundOutcome[] = [
      ...outcomes(),
      { kind: 'failed', identity: identity('placebo', 11, 'node'), failure: died },
    ];
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    expect(conclusion.entries.map((entry) => entry.id)).toEqual(['go', 'rust']);
    expect(verdict(conclusion, 'go', 'cpu-per-request')).toMatchObject({
      verdict: 'undecided',
      ratio: null,
      reason: { kind: 'not-measured', entry: 'node' },
    });
    expect(conclusion.pairs[0]).toMatchObject({ contender: 'rust', against: 'go', verdict: 'better' });
    expect(conclusion.cautions).toContainEqual({ kind: 'no-placebo' });
  });

  test('an entry that was never run is not waited for, once a second block was begun', () => {
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, without(12));
    expect(conclusion.blocks.done).toBe(12);
    expect(conclusion.entries.map((entry) => entry.id)).toEqual(['node', 'go', 'placebo']);
    // In the first block it may still come.
    expect(concludeScenario(MADE_RULES, LINE_UP, without(1)).blocks.done).toBe(0);
    expect(concludeScenario(MADE_RULES, LINE_UP, without(1)).entries).toHaveLength(4);
  });

  test('a void round voids its block for all, and is shown', () => {
    const all = outcomes().map((outcome) => (isRound(outcome, 'go', 4) ? voidRound('go', 4) : outcome));
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    expect(conclusion.blocks).toEqual({ planned: 12, done: 11, void: 1 });
    expect(conclusion.voids).toMatchObject([{ block: 4, entry: 'go', reason: { kind: 'foreign-cpu' } }]);
    expect(verdict(conclusion, 'rust', 'cpu-per-request').n).toBe(11);
  });

  test('a stored round is put through the gates again', () => {
    const noisy = madeMeasurement({ entry: 'go', block: 4, position: 0, cpuUs: 40, steadyBill: { foreignS: 1 } });
    const all = outcomes().map((outcome): RoundOutcome =>
      isRound(outcome, 'go', 4) ? { kind: 'measured', measurement: noisy } : outcome,
    );
    expect(concludeScenario(MADE_RULES, LINE_UP, all).blocks.void).toBe(1);
  });

  test('a void round that was run again counts by its second time', () => {
    const all = [voidRound('go', 4), ...outcomes()];
    expect(concludeScenario(MADE_RULES, LINE_UP, all).blocks).toEqual({ planned: 12, done: 12, void: 0 });
  });

  test('a block cut short is neither done nor void', () => {
    const cut = outcomes().filter((outcome) => !isRound(outcome, 'rust', 11));
    const interrupted: RoundOutcome = {
      kind: 'void',
      identity: identity('rust', 11),
      reason: { kind: 'interrupted' },
      measurement: null,
    };
    for (const all of [cut, [...cut, interrupted]]) {
      expect(concludeScenario(MADE_RULES, LINE_UP, all).blocks).toEqual({ planned: 12, done: 11, void: 0 });
    }
  });

  test('no rounds at all give no numbers and no refusal', () => {
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, []);
    expect(conclusion.blocks).toEqual({ planned: 12, done: 0, void: 0 });
    expect(conclusion.refusal).toBeNull();
    expect(conclusion.verdicts.every((each) => each.verdict === 'undecided' && each.ratio === null)).toBe(true);
    expect(concludeScenario(MADE_RULES, { scenario: 'json', entries: [], blocks: [] }, [])).toMatchObject({
      baseline: null,
      verdicts: [],
      refusal: null,
    });
  });
});

describe('refusal and cautions', () => {
  test('a placebo that differs refuses the whole run, and no ratio is left to quote', () => {
    const bad = concludeScenario(MADE_RULES, LINE_UP, outcomes(3, 0.02, { placebo: 1.1 }));
    expect(bad.refusal).toMatchObject({ kind: 'placebo-differs', metric: 'cpu-per-request' });
    const good = concludeScenario(MADE_RULES, LINE_UP, outcomes());
    const run = concludeRun([good, bad]);
    expect(run.refusal).toEqual(bad.refusal);
    for (const each of run.scenarios.flatMap((scenario) => [
      ...scenario.verdicts,
      ...scenario.pairs,
      ...scenario.beside,
    ])) {
      expect(each).toMatchObject({
        verdict: 'refused',
        ratio: null,
        low: null,
        high: null,
        reason: { kind: 'run-refused' },
      });
    }
    expect(run.scenarios[0]!.summaries).toEqual(good.summaries);
    expect(concludeRun([good])).toEqual({ refusal: null, scenarios: [good] });
    expect(concludeRun([good], { kind: 'machine-changed', was: 'a', is: 'b' }).refusal).toMatchObject({ was: 'a' });
  });

  test('more than 30 % void blocks refuse', () => {
    const all = outcomes().map((outcome) => {
      const block = [0, 1, 2, 3].find((each) => isRound(outcome, 'go', each));
      return block === undefined ? outcome : voidRound('go', block);
    });
    expect(concludeScenario(MADE_RULES, LINE_UP, all).refusal).toMatchObject({
      kind: 'too-many-void',
      void: 4,
      of: 12,
    });
  });

  test('peaks that wait for the database decide nothing about the contender', () => {
    const all = madeRun(LINE_UP, ({ entry }) => ({
      cpuUs: CPU[entry]!,
      ...(entry === 'rust' ? { peakBill: { contenderS: 0.6, servicesS: 1, generatorS: 0.4 } } : {}),
    }));
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    for (const metric of ['peak-rate', 'peak-cpu-per-request'] as const) {
      expect(verdict(conclusion, 'rust', metric)).toMatchObject({
        verdict: 'undecided',
        reason: { kind: 'bound-by', bound: 'database', rounds: 12, of: 12, entry: 'rust' },
      });
      expect(verdict(conclusion, 'go', metric).verdict).toBe('better');
    }
    expect(verdict(conclusion, 'rust', 'cpu-per-request').verdict).toBe('better');
    expect(conclusion.entries.find((entry) => entry.id === 'rust')!.peakBounds[0]!.bound.kind).toBe('database');
  });

  test('unlike commands, a busy generator, few blocks and unlike draws are said', () => {
    const lineUp = madeLineUp(['node', 'go'], 6);
    const all = madeRun(lineUp, ({ entry, block }) => ({
      cpuUs: CPU[entry]!,
      steady: {
        databaseCommandsPerAnswer: entry === 'go' ? 2 : 1,
        draws: entry === 'go' && block === 2 ? 'other' : `block-${block}`,
      },
      peakBill: { generatorS: 1.2 },
    }));
    const conclusion = concludeScenario(MADE_RULES, lineUp, all);
    expect(verdict(conclusion, 'go', 'cpu-per-request').cautions).toEqual([
      { kind: 'few-blocks', n: 6 },
      { kind: 'unlike-commands', contender: 2, against: 1 },
    ]);
    expect(verdict(conclusion, 'placebo', 'cpu-per-request').cautions).toEqual([{ kind: 'few-blocks', n: 6 }]);
    const [busy] = verdict(conclusion, 'go', 'peak-cpu-per-request').cautions.filter(
      (caution) => caution.kind === 'generator-share',
    );
    expect(busy).toMatchObject({ share: expect.closeTo(0.8, 10) as number });
    expect(conclusion.cautions).toContainEqual({ kind: 'unlike-draws', blocks: 1 });
    expect(conclusion.draws[2]).toEqual({ block: 2, digest: null });
  });

  test('rates that differ between runs taken together are told, each once', () => {
    const all = madeRun(LINE_UP, ({ entry, block }) => ({
      cpuUs: CPU[entry]!,
      steady: { offeredPerS: block < 6 ? 2300 : 1800 },
    }));
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    expect(conclusion.entries[0]!.offeredPerS).toEqual([1800, 2300]);
    expect(conclusion.cautions).toContainEqual({ kind: 'rates-apart', perS: [1800, 2300] });
  });

  test('a queue is said beside response times only, with the entry it stood before and how often', () => {
    const lineUp = madeLineUp(['node', 'go'], 10);
    const all = madeRun(lineUp, ({ entry, block }) => ({
      cpuUs: CPU[entry]!,
      ...(entry === 'go' && block < 3 ? { steady: said('connection-limited') } : {}),
      ...(entry === 'node' && block === 0 ? { steady: said('server-saturated') } : {}),
    }));
    const conclusion = concludeScenario(MADE_RULES, lineUp, all);
    expect(conclusion.blocks.void).toBe(0);
    expect(verdict(conclusion, 'go', 'p50').cautions).toEqual([
      { kind: 'exploratory' },
      { kind: 'connection-limited', entry: 'go', rounds: 3, of: 10 },
      { kind: 'server-saturated', entry: 'node', rounds: 1, of: 10 },
    ]);
    expect(verdict(conclusion, 'go', 'cpu-per-request').cautions).toEqual([]);
  });

  test('in a closed steady phase there are no response times to judge', () => {
    const all = madeRun(LINE_UP, ({ entry }) => ({
      cpuUs: CPU[entry]!,
      steady: { responseMs: null, offeredPerS: null },
    }));
    const conclusion = concludeScenario(MADE_RULES, LINE_UP, all);
    expect(new Set(conclusion.verdicts.map((each) => each.metric))).toEqual(
      new Set(['cpu-per-request', 'peak-cpu-per-request', 'peak-rate', 'memory']),
    );
    expect(conclusion.entries[0]!.offeredPerS).toBeNull();
  });
});
