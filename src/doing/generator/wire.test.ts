import { expect, test } from 'vitest';
import type { GeneratorPlan, PhasePlan } from './generator.ts';
import { planDocument } from './wire.ts';

const PLAN: GeneratorPlan = {
  port: 4711,
  connections: 64,
  cores: [1, 2],
  realtime: true,
  seed: 9,
  firstPhase: 0,
  timeoutMs: 5000,
  demand: {
    kind: 'requests',
    inFlight: 40,
    operations: [
      {
        id: 'get',
        weight: 3,
        status: 200,
        type: 'application/json',
        stream: 'events',
        variants: [
          {
            bytes: 'GET / HTTP/1.1\r\n\r\n',
            minLength: 2,
            maxLength: 9,
            head: false,
            slots: [{ at: 5, width: 2, fill: 'phase' }],
          },
          { bytes: 'HEAD / HTTP/1.1\r\n\r\n', minLength: 0, maxLength: null, head: true, slots: [] },
        ],
      },
    ],
  },
  phases: [
    { id: 'warm-up', arrivals: { kind: 'closed', requests: 700 }, forMs: 2000 },
    { id: 'steady', arrivals: { kind: 'poisson', ratePerS: 500 }, forMs: 1000 },
    { id: 'peak', arrivals: { kind: 'closed', requests: null }, forMs: 500 },
  ],
};

const documentOf = (plan: GeneratorPlan): unknown => JSON.parse(planDocument(plan));

test('the plan goes to loopback, pinned to one core, in the generator’s names', () => {
  expect(documentOf(PLAN)).toMatchObject({
    schema: 'loadgen/plan@1',
    target: '127.0.0.1:4711',
    connections: 64,
    in_flight_cap: 40,
    workers: 1,
    cores: [1],
    realtime: true,
    seed: 9,
    timeout_ms: 5000,
    handshake: true,
  });
});

test('operations carry what every answer is checked for, and say which requests get no body', () => {
  expect(documentOf(PLAN)).toMatchObject({
    operations: [
      {
        id: 'get',
        weight: 3,
        answer: { status: 200, type: 'application/json', stream: 'events' },
        requests: [
          { bytes: 'GET / HTTP/1.1\r\n\r\n', min_length: 2, max_length: 9 },
          { bytes: 'HEAD / HTTP/1.1\r\n\r\n', min_length: 0, head: true },
        ],
      },
    ],
  });
});

test('a closed phase has no rate, and a number of requests only where one is set', () => {
  expect(documentOf(PLAN)).toMatchObject({ phases: expect.any(Array) });
  const { phases } = documentOf(PLAN) as { readonly phases: readonly unknown[] };
  expect(phases).toEqual([
    { id: 'warm-up', arrivals: { kind: 'closed' }, for_ms: 2000, requests: 700 },
    { id: 'steady', arrivals: { kind: 'poisson', rate_per_s: 500 }, for_ms: 1000 },
    { id: 'peak', arrivals: { kind: 'closed' }, for_ms: 500 },
  ]);
});

test('steps have their rates and lengths, and no length of their own beside', () => {
  const steps = [
    { ratePerS: 300, forMs: 2000 },
    { ratePerS: 100, forMs: 4000 },
  ];
  const phases = (['poisson', 'constant'] as const).map((each): PhasePlan => {
    return { id: each, arrivals: { kind: 'steps', each, steps }, forMs: 6000 };
  });
  const document = documentOf({ ...PLAN, phases }) as { phases: unknown; sample_body_every: number };
  const rates = [
    { rate_per_s: 300, for_ms: 2000 },
    { rate_per_s: 100, for_ms: 4000 },
  ];
  expect(document.phases).toEqual([
    { id: 'poisson', arrivals: { kind: 'steps', poisson: true, steps: rates } },
    { id: 'constant', arrivals: { kind: 'steps', poisson: false, steps: rates } },
  ]);
  // Of the 1,000 requests of a phase one in twenty is looked at, and of ten times as many one in 67, so that 150 are spread over all.
  expect(document.sample_body_every).toBe(20);
  const tenfold = steps.map(({ ratePerS, forMs }) => ({ ratePerS: ratePerS * 10, forMs }));
  const long: PhasePlan = { id: 'surge', arrivals: { kind: 'steps', each: 'poisson', steps: tenfold }, forMs: 6000 };
  expect(documentOf({ ...PLAN, phases: [long] })).toMatchObject({ sample_body_every: 67 });
});

const spacing = (ratePerS: number, forMs: number): number => {
  const steady: PhasePlan = { id: 'steady', arrivals: { kind: 'constant', ratePerS }, forMs };
  const { sample_body_every: every } = documentOf({ ...PLAN, phases: [steady] }) as { sample_body_every: number };
  return every;
};

test('sampled bodies are spaced so that they reach over the whole open phase', () => {
  for (const [ratePerS, forMs] of [
    [10_000, 2500],
    [50_000, 10_000],
  ] as const) {
    const requests = (ratePerS * forMs) / 1000;
    const { sample_body_max: most } = documentOf(PLAN) as { sample_body_max: number };
    expect(requests / spacing(ratePerS, forMs)).toBeLessThanOrEqual(most);
    expect(requests / spacing(ratePerS, forMs)).toBeGreaterThan(100);
  }
  expect(spacing(100, 1000)).toBeGreaterThan(1);
});
