import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepAtOrBelow, rateOf } from '../../thinking/capacity/grid.ts';
import type { Outcome } from '../../thinking/capacity/objective.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { ends, tells, waitsFor } from '../generator/scripted.fixture.ts';
import { searchCapacity, type SearchMeans, type Searched } from './capacity.ts';
import type { Serving } from './contender.ts';
import { madeSceneMeans, madeServing } from './scene.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-capacity-test-'));
let opened: Isolation | null = null;
let served: Serving | null = null;

beforeAll(async () => {
  opened = await openIsolation({ run: 'capacity-test', tmp: folder });
  served = await madeServing(opened, folder, 'served', 'exec sleep 600');
});

afterAll(async () => {
  await opened?.close();
  rmSync(folder, { recursive: true });
});

const BODY = { k: 1, operation: 'hello', variant: 0, status: 200, body_base64: Buffer.from('nay').toString('base64') };

/** A load generator that says the same of every attempt, with these events before its result; each is judged by the rate it had. */
function means(
  name: string,
  judge: (perSecond: number, nth: number) => Outcome,
  ...before: readonly object[]
): SearchMeans {
  if (opened === null) throw new Error('no isolation was opened');
  const asked: number[] = [];
  const lines = [waitsFor('capacity'), ...before.map(tells), ends('capacity'), 'read end'];
  return {
    ...madeSceneMeans(opened, folder, name, lines),
    judge: {
      attemptMs: (perSecond) => {
        asked.push(perSecond);
        return 100;
      },
      attempt: () => judge(asked.at(-1) ?? 0, asked.length),
    },
  };
}

function serving(): Serving {
  if (served === null) throw new Error('nothing serves');
  return served;
}

const search = (name: string): Searched => ({
  name,
  connections: 4,
  seed: 7,
  demand: { kind: 'requests', operations: [], inFlight: null },
  proof: { restore: [], audits: [], timesOf: null, work: {} },
  memoryMiB: null,
  expected: () => ({ status: 200, type: null, body: { kind: 'json', json: { ok: true }, exact: false } }),
  search: { arrivals: 'poisson', mostPerS: 50_000 },
  closedLoopPerS: 1500,
});

const passed: Outcome = { kind: 'passed', p99Ms: 3 };
const slow: Outcome = { kind: 'failed', by: { kind: 'slow', p99Ms: 60 } };
const disturbed: Outcome = {
  kind: 'void',
  reason: { kind: 'foreign-cpu', phase: 'capacity', share: 0.2, limit: 0.05 },
};

/** The second attempt is disturbed; above 1,000/s all are too slow. */
const judge = (perSecond: number, nth: number): Outcome => {
  if (nth === 2) return disturbed;
  return perSecond <= 1000 ? passed : slow;
};

test('finds the highest rate that passes, keeps every attempt, and makes void ones again', async () => {
  const found = await searchCapacity(search('finds'), serving(), means('same', judge));
  if (!found.ok) throw new Error(JSON.stringify(found.stop));
  const capacity = rateOf(stepAtOrBelow(1000));
  const { perSecond, end, attempts } = found.value;
  expect({ perSecond, end }).toEqual({ perSecond: capacity, end: 'found' });
  expect(attempts[1]).toMatchObject({ outcome: 'void', why: 'foreign-cpu' });
  expect(attempts[2]?.perSecond).toBe(attempts[1]?.perSecond);
  for (const attempt of attempts.filter(({ outcome }) => outcome !== 'void')) {
    expect(attempt).toMatchObject(
      attempt.perSecond <= 1000 ? { outcome: 'passed', why: null } : { outcome: 'failed', why: 'slow' },
    );
    expect(attempt.p99Ms).toBe(3);
    expect(attempt.cpu.wallS).toBeGreaterThan(0);
  }
});

test('has no number where even the highest rate passes', async () => {
  const found = await searchCapacity(
    search('beyond'),
    serving(),
    means('same', () => passed),
  );
  expect(found).toMatchObject({ ok: true, value: { perSecond: null, end: 'beyond' } });
});

test('stops at a wrong answer: a rate of those is no capacity', async () => {
  const event = { event: 'bodies', phase: 'capacity', bodies: [BODY] };
  const stopped = await searchCapacity(
    search('wrong'),
    serving(),
    means('wrong', () => passed, event),
  );
  expect(stopped).toMatchObject({
    ok: false,
    stop: { kind: 'failed', failure: { kind: 'wrong-under-load', phase: 'capacity', wrong: 1, of: 1 } },
  });
});
