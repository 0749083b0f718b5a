import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { measureCeiling, measureFloor, type OwnMeans, type OwnTimes, type Setting } from './own-limits.ts';
import { ends, scriptedProgram, waitsFor } from './scripted.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-own-limits-test-'));
let isolation: Isolation | null = null;

beforeAll(async () => {
  isolation = await openIsolation({ run: 'own-limits-test', tmp: folder });
});

afterAll(async () => {
  await isolation?.close();
  rmSync(folder, { recursive: true });
});

const SETTING: Setting = {
  contenderCores: [0],
  generatorCores: [0],
  realtime: false,
  rooms: null,
  connections: 4,
  seed: 1,
};
const TIMES: OwnTimes = { warmUpMs: 10, ceilingMs: 10, floorMs: 10 };

const PERCENTILES = { p50: 0.09, p90: 0.1, p99: null, p99_9: null, max: 1 };

/** A closed loop of three requests. */
const CLOSED = {
  planned: 3,
  correct: 3,
  offered_per_s: null,
  achieved_per_s: 70_000,
  response_ms: null,
  service_ms: PERCENTILES,
};

const done = (phase: string, more: object = {}): string => ends(phase, { ...CLOSED, ...more });

/** A load generator that follows two scripts: as null server, and with a plan. */
function scripted(name: string, nullServer: string, lines: readonly string[]): OwnMeans {
  if (isolation === null) throw new Error('no isolation was opened');
  const script = [`if [ "$1" = null-server ]; then ${nullServer}; fi`, ...lines, 'read end'];
  const program = scriptedProgram(folder, name, script);
  return { isolation, program, directory: folder, signal: new AbortController().signal };
}

const LISTENS = `echo '{"event":"listening","address":"127.0.0.1:4711"}'; exec sleep 600`;
const WARM = [waitsFor('warm-up'), done('warm-up', { achieved_per_s: 1 })];

test('the ceiling is the rate of the closed loop after its warm-up', async () => {
  const means = scripted('ceiling', LISTENS, [...WARM, waitsFor('ceiling'), done('ceiling')]);
  expect(await measureCeiling(means, 'one', SETTING, TIMES)).toEqual({ ok: true, value: 70_000 });
});

test.each([null, 0])('a null server that answers nothing rightly gives no ceiling, told a rate of %s', async (rate) => {
  const silent = { achieved_per_s: rate, correct: 0, failed: 3 };
  const means = scripted(`silent-${rate}`, LISTENS, [...WARM, waitsFor('ceiling'), done('ceiling', silent)]);
  expect(await measureCeiling(means, `two-${rate}`, SETTING, TIMES)).toMatchObject({
    ok: false,
    problem: { reason: 'the null server answered 0 of 3 requests rightly' },
  });
});

test('the floor is what is seen at the rate; what is too thin stays unknown', async () => {
  const seen = { response_ms: PERCENTILES, send_lag_us: { ...PERCENTILES, p99: 61 }, verdict: 'generator-limited' };
  const means = scripted('floor', LISTENS, [...WARM, waitsFor('floor'), done('floor', seen)]);
  expect(await measureFloor(means, 'three', SETTING, TIMES, { kind: 'poisson', ratePerS: 500 })).toEqual({
    ok: true,
    value: {
      ratePerS: 500,
      p50Ms: 0.09,
      p99Ms: null,
      sendLagP99Us: 61,
      cpuUsPerRequest: 9.4,
      verdict: 'generator-limited',
    },
  });
});

test('a null server that ends before it listens is told with its last words', async () => {
  const means = scripted('deaf', 'echo no port >&2; exit 4', []);
  expect(await measureCeiling(means, 'four', SETTING, TIMES)).toEqual({
    ok: false,
    problem: { kind: 'generator-failed', reason: 'the null server did not listen', lastLines: ['no port'] },
  });
});

test('an interruption ends a measurement at once, and neither program outlives it', async () => {
  const stop = new AbortController();
  const means = { ...scripted('endless', LISTENS, [waitsFor('warm-up'), 'sleep 600']), signal: stop.signal };
  const measured = measureCeiling(means, 'five', SETTING, TIMES);
  setTimeout(() => stop.abort(), 50);
  expect(await measured).toMatchObject({ ok: false, problem: { kind: 'generator-failed' } });
});
