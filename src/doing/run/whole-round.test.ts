import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { cloneAt } from '../../../setup/clone.mjs';
import { loadgenPath } from '../../../setup/loadgen.mjs';
import type { RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { answeredPerS, lateShare, recoveredS } from '../../thinking/measurement/surge.ts';
import { madeContender } from '../../thinking/plan/made-bakeoff.ts';
import { PROFILES } from '../../thinking/plan/profiles.ts';
import { parseScenario } from '../../thinking/scenario/parse.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import { gateLimits } from '../../thinking/verdict/limits.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { NO_SERVICES } from '../service/service.ts';
import { runRound } from '../trial/round.ts';
import type { RoundStage } from '../trial/trial.ts';
import { phasesOf } from './calibrate.ts';
import { judgeBy } from './judge.ts';
import { renderBlock } from './rendering.ts';
import type { Rates } from './run.ts';

/** Whole rounds against a server of a known limit, through the load generator itself. What is asserted is counted, not timed. */

const ROOT = join(import.meta.dirname, '../../..');
const SHARED = availableParallelism() < 2;
const CORES = { contender: [0], rest: [SHARED ? 0 : 1], shared: SHARED };
/** A round, and a machine that does other things meanwhile. */
const PATIENCE_MS = 90_000;

let folder = '';
let opened: Isolation | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bakeoff-surge-test-'));
  opened = await openIsolation({ run: `surge-test-${process.pid}`, tmp: folder });
});

afterAll(async () => {
  await opened?.close();
  rmSync(folder, { recursive: true });
});

function scenarioOf(connections: number, inFlight: number, more = ''): Scenario {
  const text = `question: Why?
operations: [{ id: hello, request: { path: /hello }, answer: { type: application/json, json: { message: 'Hello, World!' } } }]
load: { arrivals: constant, rate: 100/s, connections: ${connections}, in_flight: ${inFlight}, surge: { for: 2 s, recovery: 4 s } }
${more}`;
  const parsed = parseScenario(
    { scenario: { file: 'scenario.yaml', text }, read: () => null, signs: () => false },
    'made',
    folder,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

/** A round of a fixture that can do 200 greetings a second, as its calibration would have found it. */
async function round(
  fixture: string,
  env: Readonly<Record<string, string>>,
  scenario: Scenario,
): Promise<{ readonly outcome: RoundOutcome; readonly stages: readonly RoundStage[] }> {
  if (opened === null) throw new Error('no isolation was opened');
  const rates: Rates = {
    steadyPerS: 100,
    cappedFromPerS: null,
    busyPerS: null,
    ownPerS: { [fixture]: 200 },
    mostPerS: 10_000,
    slowest: fixture,
    slowestPerS: 200,
    warmUpRequests: 200,
    warmUps: {},
  };
  const contender = {
    ...madeContender(fixture, 'all'),
    dir: join(ROOT, 'fixtures/contenders', fixture),
    start: ['node', 'server.mjs'],
    ready: { path: '/health', withinMs: 10_000 },
    env,
    // A young heap so small that a hundred requests fill it.
    collector: {
      form: 'v8',
      env: {},
      start: ['node', '--trace-gc', '--min-semi-space-size=1', '--max-semi-space-size=1', 'server.mjs'],
    },
  } as const;
  const judge = judgeBy({ p99Ms: 50, errors: 0.001 }, gateLimits(CORES));
  const stages: RoundStage[] = [];
  const outcome = await runRound(
    {
      identity: { run: 'r', scenario: 'made', entry: fixture, contender: fixture, block: 0, position: 0, sitting: 0 },
      contender,
      source: 'sha256:made',
      version: '1',
      ...renderBlock(scenario, 1, new Date()),
      env: {},
      memoryMiB: scenario.memoryMiB,
      connections: scenario.load.connections,
      seed: 1,
      phases: phasesOf(scenario.load, PROFILES.smoke, rates, fixture),
      search: null,
      held: scenario.held,
      collector: scenario.collector,
    },
    {
      isolation: opened,
      loadgen: loadgenPath(cloneAt(ROOT, process.env)),
      directory: folder,
      cores: CORES,
      services: NO_SERVICES,
      environment: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
      clock: () => performance.now(),
      now: () => new Date(),
      signal: new AbortController().signal,
      // Whoever else is at work on this machine shall not void what is looked at here.
      judge: { ...judge, voidReason: () => null },
    },
    (stage) => stages.push(stage),
  );
  return { outcome, stages };
}

function measured(outcome: RoundOutcome): Extract<RoundOutcome, { kind: 'measured' }>['measurement'] {
  if (outcome.kind !== 'measured') throw new Error(JSON.stringify(outcome));
  return outcome.measurement;
}

describe('a surge of half as much again as 200 a second, for 2 s, and 4 s at half', () => {
  test('leaves a server that queues 2 s of work to catch up on', { timeout: PATIENCE_MS }, async () => {
    const { outcome, stages } = await round('limited', { LIMIT_PER_S: '200' }, scenarioOf(16, 16));
    const { surge, peak } = measured(outcome);
    expect(stages).toEqual(['starting', 'cases', 'warm-up', 'steady', 'peak', 'surge', 'stopping']);
    if (surge === null) throw new Error('the round has a surge');
    expect(surge.perSecond).toBe(1.5 * (peak.achievedPerS ?? 0));
    const even = [1.5, 1.5, 0.5, 0.5, 0.5, 0.5].map((share) => share * (peak.achievedPerS ?? 0));
    for (const [second, { planned }] of surge.seconds.entries())
      expect(Math.abs(planned - (even[second] ?? 0))).toBeLessThanOrEqual(1);
    expect(surge.phase.books).toMatchObject({ wrong: 0, balanced: true });
    // 100 a second fall behind in the surge and are caught up on in the two seconds after: 600 + 200 are late, but for the first few.
    expect(lateShare(surge)).toBeGreaterThan(0.6);
    expect(lateShare(surge)).toBeLessThan(0.95);
    expect(recoveredS(surge)).toBeGreaterThanOrEqual(1);
    expect(recoveredS(surge)).toBeLessThanOrEqual(3);
    // It answers what it can, and no more.
    expect(answeredPerS(surge) / (peak.achievedPerS ?? 0)).toBeGreaterThan(0.8);
    expect(answeredPerS(surge) / (peak.achievedPerS ?? 0)).toBeLessThan(1.2);
    expect(surge.memoryMiB).toBeGreaterThan(10);
    expect(surge).toMatchObject({ share: 1.5, withinMs: 50, refused: 0 });
  });

  test('is borne by one that refuses, which is late for those and no failure', { timeout: PATIENCE_MS }, async () => {
    const { outcome } = await round('limited', { LIMIT_PER_S: '200', MOST_WAITING: '6' }, scenarioOf(64, 4));
    const { surge } = measured(outcome);
    if (surge === null) throw new Error('the round has a surge');
    // A third of 600; nobody waits for longer than seven turns of 5 ms.
    expect(surge.refused).toBeGreaterThan(100);
    expect(surge.refused).toBeLessThan(350);
    expect(surge.phase.books).toMatchObject({ wrong: surge.refused, failed: 0 });
    expect(surge.seconds.slice(0, 2).reduce((sum, { late }) => sum + late, 0)).toBeGreaterThanOrEqual(100);
    expect(lateShare(surge)).toBeLessThan(0.6);
  });

  test('takes nothing from the phases before it', { timeout: PATIENCE_MS }, async () => {
    const scenario = scenarioOf(16, 16);
    const plain = { ...scenario, load: { ...scenario.load, surge: null } };
    const { outcome, stages } = await round('limited', { LIMIT_PER_S: '200' }, plain);
    expect(measured(outcome)).toMatchObject({ surge: null, memoryLimitMiB: null });
    expect(stages).not.toContain('surge');
  });
});

describe('beside the load', () => {
  test('connections are held to a process of its own, step by step', { timeout: PATIENCE_MS }, async () => {
    const asked = scenarioOf(8, 8, 'held: { idle: /hello, counts: [20, 60] }');
    const plain = { ...asked, load: { ...asked.load, surge: null } };
    const { outcome, stages } = await round('limited', { LIMIT_PER_S: '200' }, plain);
    const { held } = measured(outcome);
    expect(stages.slice(-2)).toEqual(['stopping', 'held']);
    expect(held?.kind).toBe('idle');
    expect(held?.steps.map(({ count, open, lost }) => [count, open, lost])).toEqual([
      [0, 0, null],
      [20, 20, null],
      [60, 60, null],
    ]);
    for (const { memoryMiB } of held?.steps ?? []) expect(memoryMiB).toBeGreaterThan(10);
  });

  test('one that is answered is not waiting any more', { timeout: PATIENCE_MS }, async () => {
    const asked = scenarioOf(8, 8, 'held: { waiting: /hello, counts: [1, 2] }');
    const plain = { ...asked, load: { ...asked.load, surge: null } };
    const { outcome } = await round('limited', { LIMIT_PER_S: '200' }, plain);
    expect(measured(outcome).held?.steps.at(-1)).toMatchObject({ open: 0, lost: 'answered with status 200' });
  });

  test('the collector is heard in a process of its own', { timeout: PATIENCE_MS }, async () => {
    const asked = scenarioOf(8, 8, 'collector: true');
    const plain = { ...asked, load: { ...asked.load, surge: null } };
    const { outcome, stages } = await round('limited', { LIMIT_PER_S: '200' }, plain);
    const { collected, held } = measured(outcome);
    expect(stages.slice(-2)).toEqual(['stopping', 'collector']);
    expect(held).toBeNull();
    expect(collected?.young).toBeGreaterThan(0);
    expect(collected?.longestMs).toBeGreaterThan(0);
  });
});

test('a contender beyond its memory is told as such', { timeout: PATIENCE_MS }, async () => {
  const { outcome } = await round('hoards-memory', { MOST_MIB: '400' }, scenarioOf(8, 8, 'memory: 128 MiB'));
  expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'out-of-memory', limitMiB: 128 } });
});
