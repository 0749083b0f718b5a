import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { attempt, type AttemptSpec } from './attempt.ts';
import type { Serving } from './contender.ts';
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

const TIMES = { p50: 1, p90: 2, p99: 3, p99_9: null, max: 4 };
const RESULT = {
  verdict: 'server-saturated',
  reasons: ['the queue grew'],
  partial: false,
  balanced: true,
  planned: 700,
  correct: 690,
  wrong: 0,
  failed: 10,
  shed: 0,
  unfinished: 0,
  wrong_by: {},
  failed_by: { timeout: 10 },
  took_s: 1,
  offered_per_s: 700,
  achieved_per_s: 690,
  response_ms: TIMES,
  service_ms: TIMES,
  send_lag_us: null,
  cpu_us_per_request: 9.4,
  draws: '1',
  histograms: { response: null, service: null },
};
const SPEED = { event: 'core-speed', arithmetic_cpu_ns: 11e6, memory_cpu_ns: 9e6, wall_ns: 21e6 };

const WAITS = `echo '{"event":"waiting","phase":"capacity"}'; read word`;
const DONE = `echo '${JSON.stringify({ event: 'phase', phase: 'capacity', result: RESULT })}'; read end`;

/** A load generator that follows a script where it is given a plan. */
function means(name: string, script: string, signal = new AbortController().signal): SceneMeans {
  const loadgen = join(folder, name);
  const coreSpeed = `if [ "$1" = core-speed ]; then echo '${JSON.stringify(SPEED)}'; exit 0; fi`;
  writeFileSync(loadgen, `#!/bin/sh\n${coreSpeed}\n${script}\n`);
  chmodSync(loadgen, 0o755);
  return {
    isolation: isolation(),
    loadgen,
    directory: folder,
    cores: { contender: [0], rest: [0], shared: true },
    service: null,
    clock: () => performance.now(),
    now: () => new Date(),
    signal,
  };
}

async function serving(name: string, script: string): Promise<Serving> {
  const started = await isolation().start({
    name,
    argv: ['/bin/sh', '-c', script],
    cwd: folder,
    env: {},
    cores: [0],
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: null,
  });
  if (!started.ok) throw new Error(started.problem.reason);
  return { enclosed: started.value, port: 4711, readyMs: 1 };
}

function spec(name: string): AttemptSpec {
  const arrivals = { kind: 'constant', ratePerS: 700 } as const;
  return { name, arrivals, forMs: 1000, connections: 8, seed: 5, operations: [] };
}

test('an attempt is one open loop, observed between all counters, and leaves the contender serving', async () => {
  const contender = await serving('serves', 'exec sleep 600');
  const observed = await attempt(spec('one'), contender, means('measures', `${WAITS}; ${DONE}`));
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
