import { expect, test } from 'vitest';
import type { ExpectedAnswer } from '../../thinking/contract/contract.ts';
import type { PhaseReport, SampledBody } from '../generator/generator.ts';
import { phaseOf, wrongBodies } from './phase.ts';

const none = { p50: null, p90: null, p99: null, p99_9: null, max: null };
const REPORT: PhaseReport = {
  verdict: 'valid',
  reasons: [],
  partial: false,
  balanced: true,
  planned: 100,
  correct: 80,
  wrong: 0,
  failed: 20,
  shed: 0,
  unfinished: 0,
  wrongBy: {},
  failedBy: { timeout: 20 },
  tookS: 1,
  offeredPerS: 100,
  achievedPerS: 80,
  responseMs: null,
  serviceMs: none,
  meanServiceMs: null,
  sendLagP99Us: 12,
  cpuUsPerRequest: 3,
  parts: {},
  draws: 'abc',
  histograms: { response: null, service: null },
};
const CPU = {
  wallS: 1,
  contenderS: 1,
  generatorS: 1,
  servicesS: null,
  bakeoffS: 0,
  foreignS: null,
  foreignErrorS: 0,
  stealS: null,
};

const CALM = {
  pressureS: { cpu: 0, memory: 0, io: null },
  queueWaitS: 0,
  swappedPages: 0,
  throttledS: null,
  thermalEvents: null,
  clockJumpMs: 0,
  coreSpeed: null,
  watched: null,
  cores: null,
};

const COUNTED = { commands: 160, mysql: 150, upstream: 40 };
const UNKNOWN = { commands: null, mysql: null, upstream: null };

test('the database’s commands are counted per correct answer, and unknown where there is no answer or no database', () => {
  expect(phaseOf(REPORT, 64, CPU, CALM, COUNTED, null).databaseCommandsPerAnswer).toBe(2);
  expect(phaseOf(REPORT, 64, CPU, CALM, UNKNOWN, null).databaseCommandsPerAnswer).toBeNull();
  expect(phaseOf({ ...REPORT, correct: 0 }, 64, CPU, CALM, COUNTED, null).databaseCommandsPerAnswer).toBeNull();
});

test('the books and the generator’s own word are taken over whole', () => {
  const phase = phaseOf(REPORT, 64, CPU, CALM, UNKNOWN, null);
  expect(phase.books).toEqual({
    planned: 100,
    correct: 80,
    wrong: 0,
    failed: 20,
    shed: 0,
    unfinished: 0,
    balanced: true,
  });
  expect(phase.generator).toEqual({ verdict: 'valid', reasons: [], cpuUsPerRequest: 3, lagP99Us: 12 });
  expect(phase).toMatchObject({ offeredPerS: 100, achievedPerS: 80, draws: 'abc', cpu: CPU });
});

const expected = (operation: string, variant: number): ExpectedAnswer => ({
  status: 200,
  type: 'application/json',
  body: { kind: 'json', json: { operation, variant }, exact: true },
});
const sampled = (k: number, variant: number, body: object, status: number | null = 200): SampledBody => ({
  k,
  operation: 'get',
  variant,
  status,
  body: JSON.stringify(body),
});

test('each sampled body is held against the answer that its own request must get', () => {
  const right = [0, 1, 2].map((variant) => sampled(variant, variant, { operation: 'get', variant }));
  expect(wrongBodies(right, 1, expected)).toBeNull();
  expect(wrongBodies([], 1, expected)).toBeNull();
});

test('wrong bodies are counted, and the first of them is the example', () => {
  const bodies = [
    sampled(0, 0, { operation: 'get', variant: 0 }),
    sampled(50, 1, { operation: 'get', variant: 9 }),
    sampled(100, 2, {}),
  ];
  const wrong = wrongBodies(bodies, 1, expected);
  expect(wrong?.wrong).toBe(2);
  expect(wrong?.example).toEqual([{ where: 'json.variant', expected: '1', got: '9' }]);
});

test('an answer that is no HTTP is wrong, whatever stands in it', () => {
  const garbage = sampled(0, 0, { operation: 'get', variant: 0 }, null);
  expect(wrongBodies([garbage], 1, expected)).toEqual({
    wrong: 1,
    example: [{ where: 'status', expected: '200', got: 'no HTTP answer' }],
  });
});
