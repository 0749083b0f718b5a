import { describe, expect, it } from 'vitest';
import type { Evidence, Median } from '../claim/evidence.ts';
import { NO_EVIDENCE } from '../claim/evidence.ts';
import { runOf } from '../claim/made-evidence.ts';
import type { MetricId } from '../measurement/metric.ts';
import type { Unit } from '../quantity/quantity.ts';
import { pose } from './options.ts';
import { decideSchema, NO_WISHES, questionOf, type Around, type Wishes } from './parse.ts';
import type { Question } from './question.ts';
import { trafficFlips } from './traffic.ts';

const AROUND: Around = {
  candidates: [
    { id: 'node', title: 'Node', language: 'node' },
    { id: 'go', title: 'Go', language: 'go' },
  ],
  scenarios: ['json'],
  p99Ms: 50,
};

function median(contender: string, metric: MetricId, unit: Unit, value: number): Median {
  return { scenario: 'json', contender, metric, unit, median: value, low: value * 0.9, high: value * 1.1 };
}

/** A contender's numbers on json. */
function of(contender: string, cpuUs: number, p99Ms: number, memoryMiB: number): readonly Median[] {
  return [
    median(contender, 'peak-cpu-per-request', 'us', cpuUs),
    median(contender, 'p50', 'ms', p99Ms / 4),
    median(contender, 'p99', 'ms', p99Ms),
    median(contender, 'memory', 'MiB', memoryMiB),
  ];
}

const SEEN = { date: '2026-11-28', machine: 'a machine', fingerprint: '0123456789abcdef', here: false };

const EVIDENCE: Evidence = {
  ...NO_EVIDENCE,
  runs: [runOf([], { medians: [...of('node', 1000, 20, 150), ...of('go', 200, 10, 20)] })],
  footprints: [
    {
      seen: SEEN,
      values: [
        { contender: 'node', figure: 'start', value: 400, low: 380, high: 420, n: 20 },
        { contender: 'go', figure: 'start', value: 20, low: 18, high: 22, n: 20 },
        { contender: 'go', figure: 'incremental-build', value: 2, low: 2, high: 2, n: 3 },
      ],
    },
  ],
  parts: { perVcpuHour: 0.0305, perGibHour: 0.00288, date: '2026', source: 's' },
};

function question(wishes: Partial<Wishes> = {}, around: Partial<Around> = {}): Question {
  return questionOf({ ...NO_WISHES, ...wishes }, { ...AROUND, ...around });
}

function bills(perSecond: number): readonly (number | undefined)[] {
  return pose({ ...question(), perSecond }, EVIDENCE).options.map(({ values }) => values['bill']?.value);
}

describe('the numbers of the options', () => {
  it('are a bill by CPU at saturation, the worst of the work, and what a team must learn', () => {
    const { options, criteria, missing } = pose(
      question({ team: { engineers: 4, shipped: { node: 4, go: 1 }, ramp: { go: 3 } } }),
      EVIDENCE,
    );
    expect(criteria.map(({ id }) => id)).toEqual(['bill', 'p99', 'memory', 'start', 'build', 'ramp']);
    expect(missing).toEqual([{ kind: 'no-number', criterion: 'mistakes', candidates: ['node', 'go'] }]);
    const [node, go] = options;
    expect(node?.values).toMatchObject({ p99: { value: 20, low: 18 }, start: { value: 400 }, build: { value: 1 } });
    // Three who have not shipped in it, three months each, at half the work.
    expect(go?.values['ramp']).toEqual({ kind: 'judged', value: 4.5, low: 2.25, high: 9 });
    expect(node?.values['ramp']).toMatchObject({ kind: 'known', value: 0 });
  });

  it('have one bill for all at little traffic but for memory, and others where CPU binds', () => {
    const [node = 0, go = 0] = bills(10);
    expect(node / go).toBeLessThan(1.2);
    const [busyNode = 0, busyGo = 0] = bills(10_000);
    expect(busyNode / busyGo).toBeGreaterThan(4);
  });

  it('are none of who was not measured, or in a run that was refused', () => {
    const rust = { id: 'rust', title: 'Rust', language: 'rust' };
    const posed = pose(question({}, { candidates: [...AROUND.candidates, { ...rust, id: 'axum' }] }), EVIDENCE);
    expect(posed.options.map(({ id }) => id)).toEqual(['node', 'go']);
    expect(posed.missing).toContainEqual({ kind: 'not-measured', candidate: 'axum', scenario: 'json' });
    const refused = { ...EVIDENCE, runs: EVIDENCE.runs.map((run) => ({ ...run, refused: 'busy' })) };
    expect(pose(question(), refused).options).toEqual([]);
  });

  it('are all of one run, since each run has a common rate of its own', () => {
    const other = runOf([], {
      run: 'r-20261129-000000-7',
      cells: [{ scenario: 'json', blocks: 28, contenders: ['node'] }],
      medians: of('node', 10, 1, 10),
    });
    const posed = pose(question(), { ...EVIDENCE, runs: [other, ...EVIDENCE.runs] });
    expect(posed.options.map(({ values }) => values['p99']?.value)).toEqual([20, 10]);
    expect(posed.seen.map(({ name }) => name)).toEqual(['r-20261128-000000-7']);
  });

  it('leave a criterion out for all where one of them has no number in it', () => {
    const without = { ...EVIDENCE, footprints: [] };
    const { criteria, missing } = pose(question(), without);
    expect(criteria.map(({ id }) => id)).not.toContain('start');
    expect(missing).toContainEqual({ kind: 'no-number', criterion: 'build', candidates: ['go'] });
  });
});

it('finds the traffic from which on another is the best', () => {
  // At first what Node's people know decides; the bill does in the end.
  const asked = question({
    team: { engineers: 4, shipped: { node: 4, go: 0 }, ramp: {} },
    weights: { bill: 60, ramp: 40 },
  });
  const [first, second, ...more] = trafficFlips(asked, EVIDENCE);
  expect(first).toEqual({ perSecond: 1, best: 'node' });
  expect(second?.best).toBe('go');
  expect(more).toEqual([]);
  const [node, go] = [0.98, 1.02].map((share) => {
    const { options, criteria } = pose({ ...asked, perSecond: (second?.perSecond ?? 0) * share }, EVIDENCE);
    return { options, criteria };
  });
  expect(node).toBeDefined();
  expect(go).toBeDefined();
});

describe('what a config says under decide', () => {
  it('may be nothing: then all of it is assumed, and named', () => {
    const { assumed, perSecond, weights } = question();
    expect(assumed).toEqual(expect.arrayContaining(['traffic.mean', 'weights', 'team.engineers', 'team.ramp.go']));
    expect(perSecond).toBe(100);
    expect(weights.ramp).toBeGreaterThan(0);
  });

  it('is read with its units', () => {
    const wishes = decideSchema.parse({
      traffic: { mean: '2000/s', peak: 3 },
      utilisation: '50 %',
      limits: { p99: '20 ms', build: '90 s', mistakes: '20 %', memory: '512 MiB' },
      work: { json: 3, hello: 1 },
      weights: { bill: 1 },
    });
    const asked = questionOf(wishes, AROUND);
    expect(asked).toMatchObject({ perSecond: 2000, peakFactor: 3, utilisation: 0.5 });
    expect(asked.work).toEqual([
      { scenario: 'json', share: 0.75 },
      { scenario: 'hello', share: 0.25 },
    ]);
    expect(asked.limits).toEqual([
      { criterion: 'p99', bound: 'at most', number: 20 },
      { criterion: 'memory', bound: 'at most', number: 512 },
      { criterion: 'build', bound: 'at most', number: 90 },
      { criterion: 'mistakes', bound: 'at least', number: 0.2 },
    ]);
    expect(asked.weights).toMatchObject({ bill: 1, p99: 0, ramp: 0 });
    expect(asked.assumed).not.toContain('weights');
  });

  it('has no weights that are all nothing, no unknown key and no rate without its unit', () => {
    for (const wrong of [{ weights: { bill: 0, p99: 0 } }, { weight: {} }, { traffic: { mean: 2000 } }]) {
      expect(decideSchema.safeParse(wrong).success).toBe(false);
    }
  });
});
