import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { seededDraws } from '../estimate/draws.ts';
import type { RoundOutcome } from '../measurement/measurement.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../plan/defaults.ts';
import type { Plan } from '../plan/plan.ts';
import { PROFILES } from '../plan/profiles.ts';
import { concludeRun, concludeScenario } from '../verdict/conclude.ts';
import { madeLineUp, madeRun } from '../verdict/made-run.ts';
import { resultJsonSchema, resultSchema } from './result-schema.ts';
import type { ResultDocument } from './result-schema.ts';
import { resultDocument } from './result.ts';
import { madeInput } from './made-input.ts';
import type { ConcludedRun } from './result.ts';
import { gateLimits } from '../verdict/limits.ts';

const LINE_UPS = [madeLineUp(['node', 'go', 'rust'], 12), madeLineUp(['node', 'go'], 12, 'hello')];
const CPU: Readonly<Record<string, number>> = { node: 100, go: 41, rust: 20, placebo: 100 };

const PLAN: Plan = {
  run: 'r-made',
  seed: 7,
  baseline: 'node',
  profile: PROFILES.quick,
  cores: { contender: [0], rest: [1], shared: false },
  objective: DEFAULT_OBJECTIVE,
  margin: DEFAULT_MARGINS,
  primary: ['cpu-per-request', 'peak-cpu-per-request'],
  gates: gateLimits({ contender: [0], rest: [1], shared: false }),
  budgetMs: null,
  scenarios: LINE_UPS,
  leftOut: [{ contender: 'zig', scenario: null, reason: 'zig is missing.', remedy: 'Install zig.' }],
  digests: {},
};

function finished(placebo = 1): ConcludedRun {
  const draws = seededDraws(5);
  const rounds = LINE_UPS.flatMap((lineUp) =>
    madeRun(lineUp, ({ entry }) => ({
      cpuUs: CPU[entry]! * (entry === 'placebo' ? placebo : 1) * Math.exp(0.02 * draws.normal()),
    })),
  );
  const failed: RoundOutcome = {
    kind: 'failed',
    identity: { run: 'r-made', scenario: 'json', entry: 'rust', contender: 'rust', block: 3, position: 1, sitting: 0 },
    failure: { kind: 'died-under-load', phase: 'peak', exit: 'signal SIGSEGV', lastLines: ['oops'] },
  };
  return {
    name: 'made',
    plan: PLAN,
    machine: {
      fingerprint: 'f00d',
      cpu: 'made',
      cores: 2,
      memoryMiB: 4096,
      kernel: '6.1',
      os: 'Debian 12',
      hypervisor: null,
      isolation: 'cgroup-hybrid',
    },
    complete: true,
    scenarios: [
      {
        id: 'json',
        question: 'Why?',
        analysis: 'It decides little.',
        timesOf: 'light',
        surge: null,
        held: null,
        memoryMiB: null,
      },
    ],
    calibrations: {
      json: [
        {
          run: 'r-made',
          seen: [],
          generator: {
            ceilingPerS: 71_000,
            connections: 64,
            floor: {
              ratePerS: 2000,
              p50Ms: 0.09,
              p99Ms: null,
              sendLagP99Us: 61,
              cpuUsPerRequest: 9.4,
              verdict: 'valid',
            },
          },
          rates: {
            steadyPerS: 2000,
            cappedFromPerS: null,
            busyPerS: null,
            slowest: 'node',
            slowestPerS: 4850,
            warmUpRequests: 9700,
            warmUps: { node: { kind: 'steady', afterRequests: 9700, afterS: 2 }, go: { kind: 'unknown' } },
          },
        },
      ],
    },
    contenders: [{ id: 'node', title: 'Node', language: 'node', version: '26.10.0', source: 'sha256:1' }],
    leftOut: [],
    conclusion: concludeRun(LINE_UPS.map((lineUp) => concludeScenario(PLAN, lineUp, [...rounds, failed]))),
  };
}

/** As a reader of the printed JSON gets it. */
test('what a scenario asks about, and what its result decides, stand in the document; unknown is null', () => {
  expect(printed(finished()).scenarios[0]).toMatchObject({ analysis: 'It decides little.', times_of: 'light' });
  expect(printed({ ...finished(), scenarios: [] }).scenarios[0]).toMatchObject({ analysis: null, times_of: null });
});

function printed(run: ConcludedRun): ResultDocument {
  return resultSchema.parse(JSON.parse(JSON.stringify(resultDocument(run))));
}

describe('the result document', () => {
  const document = printed(finished());

  test('holds verdicts as promised', () => {
    const verdict = document.verdicts.find((each) => each.scenario === 'json' && each.contender === 'go')!;
    expect(verdict).toMatchObject({
      scenario: 'json',
      metric: 'cpu-per-request',
      contender: 'go',
      against: 'node',
      verdict: 'better',
      level: 0.975,
      family: 2,
      n: 12,
      margin: 0.05,
      exploratory: false,
      reason_kind: 'interval-clear-of-one',
      warnings: [],
    });
    expect(verdict.ratio).toBeCloseTo(0.41, 1);
    expect(verdict.low!).toBeLessThan(verdict.ratio!);
    expect(verdict.reason).toMatch(
      /^The 97\.5 % interval, 0\.\d+–0\.\d+×, wide enough to hold together with 1 other comparison, leaves 1 out\.$/u,
    );
    expect(document.verdicts.some((each) => each.contender === 'placebo')).toBe(true);
  });

  test('holds summaries with every round, and null where there is none', () => {
    const summary = document.summaries.find((each) => each.scenario === 'json' && each.contender === 'go')!;
    expect(summary).toMatchObject({ metric: 'cpu-per-request', unit: 'us' });
    expect(summary.rounds).toHaveLength(12);
    const thin = document.summaries.find((each) => each.metric === 'p99.9')!;
    expect(thin).toMatchObject({ median: null, low: null, high: null, level: null });
    expect(thin.rounds).toEqual(Array(12).fill(null));
  });

  test('counts the blocks of all scenarios, and of each', () => {
    expect(document.blocks).toEqual({ planned: 24, done: 24, void: 0 });
    expect(document.scenarios.map((scenario) => [scenario.id, scenario.blocks.done])).toEqual([
      ['json', 12],
      ['hello', 12],
    ]);
  });

  test('lists who was left out once each, with reason and remedy, and never as a row of zeros', () => {
    expect(document.left_out).toEqual([
      { contender: 'zig', scenario: null, reason: 'zig is missing.', remedy: 'Install zig.' },
      {
        contender: 'rust',
        scenario: 'json',
        reason: 'It ended with signal SIGSEGV in the peak phase. Its last line: "oops".',
        remedy: 'Find why it dies under load; the others went on without it.',
      },
    ]);
    expect(document.summaries.some((each) => each.contender === 'rust')).toBe(false);
    const again = printed({ ...finished(), leftOut: PLAN.leftOut });
    expect(again.left_out).toEqual(document.left_out);
  });

  test('holds the generator’s own floor beside every scenario, unknown where it was not measured', () => {
    expect(document.floors).toEqual([
      {
        scenario: 'json',
        run: 'r-made',
        rate_per_s: 2000,
        ceiling_per_s: 71_000,
        p50: 0.09,
        p99: null,
        send_lag_p99_us: 61,
        cpu_us_per_request: 9.4,
        verdict: 'valid',
      },
      {
        scenario: 'hello',
        run: null,
        rate_per_s: null,
        ceiling_per_s: null,
        p50: null,
        p99: null,
        send_lag_p99_us: null,
        cpu_us_per_request: null,
        verdict: null,
      },
    ]);
  });

  test('holds rates, draws and what bound the peaks', () => {
    expect(document.scenarios[1]).toMatchObject({
      baseline: 'node',
      rates: [
        { contender: 'node', offered_per_s: [2000] },
        { contender: 'go', offered_per_s: [2000] },
        { contender: 'placebo', offered_per_s: [2000] },
      ],
      peak_bound_by: [{ itself: 12, database: 0, generator: 0, nothing: 0 }, {}, {}],
    });
    expect(document.scenarios[1]!.draws[2]).toEqual({ block: 2, digest: 'block-2' });
    expect(document.refused).toBeNull();
  });

  test('of a refused run names the cause and quotes no ratio', () => {
    const refused = printed(finished(1.2));
    expect(refused.refused).toMatchObject({ kind: 'placebo-differs' });
    expect(refused.verdicts.every((each) => each.verdict === 'refused' && each.ratio === null)).toBe(true);
  });
});

describe('the published schema', () => {
  const stored: unknown = JSON.parse(
    readFileSync(new URL('../../../docs/result.schema.json', import.meta.url), 'utf8'),
  );

  test('is the one made from the source', () => {
    expect(stored).toEqual(JSON.parse(JSON.stringify(resultJsonSchema())));
  });

  test('accepts a document, with fields of a later program too, by an independent validator', () => {
    const validate = new Ajv2020({ strict: true }).compile(resultJsonSchema());
    const document = JSON.parse(JSON.stringify(resultDocument(finished()))) as object;
    validate(document);
    expect(validate.errors).toBeNull();
    expect(validate({ ...document, added_later: 1 })).toBe(true);
  });

  test('rejects what the promise forbids', () => {
    const validate = new Ajv2020({ strict: true }).compile(resultJsonSchema());
    const document = resultDocument(finished());
    const [first] = document.verdicts;
    expect(validate({ ...document, schema: 'bakeoff/result@2' })).toBe(false);
    expect(validate({ ...document, verdicts: [{ ...first, verdict: 'same' }] })).toBe(false);
    expect(validate({ ...document, verdicts: [{ ...first, ratio: 'none' }] })).toBe(false);
    expect(validate({ ...document, blocks: { planned: 12, done: -1, void: 0 } })).toBe(false);
    const { refused: _refused, ...without } = document;
    expect(validate(without)).toBe(false);
  });

  test('every word and metric of the program is in it', () => {
    const metrics = new Set(resultDocument(finished()).verdicts.map((each) => each.metric));
    expect(metrics.size).toBe(8);
    const long = madeInput({ further: true });
    const verdicts = printed({ ...long, name: 'long', complete: true }).verdicts.map((each) => each.metric);
    expect([...new Set(verdicts)].filter((metric) => !metrics.has(metric))).toEqual([
      'busy-cpu-per-request',
      'busy-p99',
      'capacity',
    ]);
  });

  test('has how each warmed up, and the curve of each entry where it was loaded by its own rate', () => {
    const [json] = printed(finished()).scenarios;
    expect(json?.calibrations.map(({ run }) => run)).toEqual(['r-made']);
    expect(json?.calibrations[0]?.warm_up).toEqual({
      requests: 9700,
      contenders: [
        { contender: 'node', state: 'steady', requests: 9700 },
        { contender: 'go', state: 'unknown', requests: null },
      ],
    });
    expect(json?.curves).toEqual([]);
    const [long] = printed({ ...madeInput({ further: true }), name: 'long', complete: true }).scenarios;
    expect(long?.curves.map(({ contender }) => contender)).toContain('placebo');
    expect(long?.curves[0]?.points.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(long?.curves[0]?.points[3]).toMatchObject({ p99_ms: null, cpu_us: { n: 11 } });
  });
});
