import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { ends, waitsFor } from '../generator/scripted.fixture.ts';
import { attempt, type AttemptSpec } from './attempt.ts';
import type { Serving } from './contender.ts';
import { madeSceneMeans, madeServing } from './scene.fixture.ts';
import type { SceneMeans } from './scene.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-attempt-test-'));
let opened: Isolation | null = null;

beforeAll(async () => {
  opened = await openIsolation({ run: 'attempt-test', tmp: folder });
});

afterAll(async () => {
  await opened?.close();
  rmSync(folder, { recursive: true });
});

function isolation(): Isolation {
  if (opened === null) throw new Error('no isolation was opened');
  return opened;
}

/** The contender fell behind: ten requests timed out. */
const OVERLOADED = {
  verdict: 'server-saturated',
  reasons: ['the queue grew'],
  correct: 690,
  failed: 10,
  failed_by: { timeout: 10 },
  achieved_per_s: 690,
};
const WAITS = waitsFor('capacity');

const means = (name: string, script: string, signal?: AbortSignal): SceneMeans =>
  madeSceneMeans(isolation(), folder, name, [script], signal);

const serving = async (name: string, script: string): Promise<Serving> =>
  madeServing(isolation(), folder, name, script);

function spec(name: string): AttemptSpec {
  const arrivals = { kind: 'constant', ratePerS: 700 } as const;
  return {
    name,
    arrivals,
    forMs: 1000,
    connections: 8,
    seed: 5,
    demand: { kind: 'requests', operations: [], inFlight: null },
    timesOf: null,
    firstPhase: 20,
  };
}

test('an attempt is one open loop, observed between all counters, and leaves the contender serving', async () => {
  const contender = await serving('serves', 'exec sleep 600');
  const observed = await attempt(
    spec('one'),
    contender,
    means('measures', `${WAITS}; ${ends('capacity', OVERLOADED)}; read end`),
  );
  if (!observed.ok) throw new Error(JSON.stringify(observed.stop));
  const { phase, failedBy, bodies } = observed.value;
  expect(phase).toMatchObject({
    books: { planned: 700, correct: 690, failed: 10, balanced: true },
    generator: { verdict: 'server-saturated', reasons: ['the queue grew'] },
    responseMs: { p99: 3 },
    connections: 8,
  });
  expect(phase.cpu.wallS).toBeGreaterThan(0);
  const speed = { arithmeticNs: 11e6, memoryNs: 9e6, wallNs: 21e6 };
  expect(phase.surroundings?.coreSpeed).toEqual({ before: speed, after: speed });
  expect({ failedBy, bodies }).toEqual({ failedBy: { timeout: 10 }, bodies: [] });
  const plan: unknown = JSON.parse(readFileSync(join(folder, 'load-one.json'), 'utf8'));
  expect(plan).toMatchObject({
    target: '127.0.0.1:4711',
    connections: 8,
    seed: 5,
    phases: [{ id: 'capacity', arrivals: { kind: 'constant', rate_per_s: 700 }, for_ms: 1000 }],
  });
  expect(contender.enclosed.pids()).not.toHaveLength(0);
  await contender.enclosed.stop(0);
});

test('the contender’s cores are watched in the phase, unless it shares them', async () => {
  const contender = await serving('watched', 'exec sleep 600');
  const alone = means('watches', `${WAITS}; ${ends('capacity')}; read end`);
  const watchedIn = async (name: string, shared: boolean): Promise<unknown> => {
    const rest = [shared ? 0 : 1];
    const observed = await attempt(spec(name), contender, { ...alone, cores: { contender: [0], rest, shared } });
    return observed.ok ? observed.value.phase.surroundings?.watched : observed.stop;
  };
  const meanNs = expect.closeTo(20_000, 6);
  expect(await watchedIn('alone', false)).toEqual({ samples: 100, lowNs: 20_000, meanNs });
  expect(await watchedIn('shared', true)).toBeNull();
  await contender.enclosed.stop(0);
});

test('a generator that ends early leaves no evidence, and its reason', async () => {
  const contender = await serving('outlives', 'exec sleep 600');
  expect(await attempt(spec('two'), contender, means('ends', 'exit 4'))).toEqual({
    ok: false,
    stop: {
      kind: 'void',
      reason: { kind: 'generator', phase: 'capacity', verdict: 'failed', reasons: ['it exited with 4'] },
    },
  });
  await contender.enclosed.stop(0);
});

test('a contender that dies in an attempt has failed', async () => {
  const contender = await serving('dies', 'sleep 0.1; echo enough >&2; exit 3');
  const ended = await attempt(spec('three'), contender, means('waits', `${WAITS}; exec sleep 600`));
  expect(ended).toMatchObject({ ok: false, stop: { kind: 'failed', failure: { kind: 'died-under-load' } } });
  await contender.enclosed.stop(0);
});

test('an interruption ends an attempt at once', async () => {
  const contender = await serving('goes-on', 'exec sleep 600');
  const stop = new AbortController();
  const ended = attempt(spec('four'), contender, means('endless', `${WAITS}; exec sleep 600`, stop.signal));
  setTimeout(() => stop.abort(), 50);
  expect(await ended).toEqual({ ok: false, stop: { kind: 'void', reason: { kind: 'interrupted' } } });
  await contender.enclosed.stop(0);
});
