import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import type { Generator, GeneratorPlan } from './generator.ts';
import { ends, scriptedProgram, tells } from './scripted.fixture.ts';
import { startGenerator } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-generator-test-'));
let isolation: Isolation | null = null;

beforeAll(async () => {
  isolation = await openIsolation({ run: 'generator-test', tmp: folder });
});
afterAll(async () => {
  await isolation?.close();
  rmSync(folder, { recursive: true });
});

const PLAN: GeneratorPlan = {
  port: 1,
  connections: 1,
  cores: [0],
  realtime: false,
  seed: 1,
  firstPhase: 0,
  timeoutMs: 1000,
  demand: { kind: 'requests', operations: [], inFlight: null },
  phases: [{ id: 'steady', arrivals: { kind: 'closed', requests: null }, forMs: 100 }],
};

const WAITING = tells({ event: 'waiting', phase: 'steady' });
const PHASE = ends('steady', { planned: 3, correct: 3 });
const BODIES = `echo '{"event":"bodies","phase":"steady","bodies":[{"k":0,"operation":"a","variant":0,"status":200,"body_base64":"aGk="}]}'`;

/** A generator that follows a script instead of sending any load. */
async function scripted(name: string, ...lines: readonly string[]): Promise<Generator> {
  if (isolation === null) throw new Error('no isolation was opened');
  const program = scriptedProgram(folder, name, lines);
  const started = await startGenerator({ isolation, program, directory: join(folder, 'plans') }, name, PLAN);
  if (!started.ok) throw new Error(started.problem.reason);
  return started.value;
}

test('a phase waits for its word, and gives its report with the bodies sampled in it', async () => {
  const heard = join(folder, 'heard');
  const lines = [
    `echo '{"event":"connected"}'`,
    WAITING,
    `read word; echo "$word" > ${heard}`,
    BODIES,
    PHASE,
    'read x',
  ];
  const generator = await scripted('good', ...lines);
  expect(await generator.waiting('steady')).toEqual({ ok: true, value: null });
  expect(existsSync(heard)).toBe(false);
  const ran = await generator.run('steady');
  expect(ran).toMatchObject({ ok: true, value: { report: { planned: 3 }, bodies: [{ operation: 'a', body: 'hi' }] } });
  expect(readFileSync(heard, 'utf8')).toBe('go\n');
  expect(JSON.parse(readFileSync(join(folder, 'plans/good.json'), 'utf8'))).toMatchObject({ target: '127.0.0.1:1' });
  await generator.stop();
});

test('one that ends before its phase is told with its exit and its last words, however often it is asked', async () => {
  const generator = await scripted('ends', 'echo cannot connect >&2', 'exit 4');
  for (let asked = 0; asked < 2; asked++)
    expect(await generator.waiting('steady')).toEqual({
      ok: false,
      problem: { kind: 'generator-failed', reason: 'it exited with 4', lastLines: ['cannot connect'] },
    });
  await generator.stop();
});

test('one that is killed in a phase is told by what ended it', async () => {
  const generator = await scripted('killed', WAITING, 'read word', 'kill -KILL $$');
  await generator.waiting('steady');
  expect(await generator.run('steady')).toMatchObject({ ok: false, problem: { reason: 'it ended by signal' } });
  await generator.stop();
});

test('its own error is the reason, in its own words', async () => {
  const generator = await scripted('error', `echo '{"event":"error","message":"no such plan"}'`, 'read x');
  expect(await generator.waiting('steady')).toMatchObject({ ok: false, problem: { reason: 'no such plan' } });
  await generator.stop();
});

test('events out of turn are no measurement', async () => {
  const early = await scripted('early', PHASE, 'read x');
  expect(await early.waiting('steady')).toMatchObject({
    ok: false,
    problem: { reason: 'it announced phase where phase steady should wait' },
  });
  const again = await scripted('again', WAITING, WAITING, 'read x');
  await again.waiting('steady');
  expect(await again.run('steady')).toMatchObject({
    ok: false,
    problem: { reason: 'it announced waiting in phase steady' },
  });
  await Promise.all([early.stop(), again.stop()]);
});

test('a plan that cannot be written and a program that is not there are told, not thrown', async () => {
  if (isolation === null) throw new Error('no isolation was opened');
  const occupied = join(folder, 'occupied');
  writeFileSync(occupied, 'a file where a folder should be');
  const program = join(folder, 'nowhere');
  const unwritten = await startGenerator({ isolation, program, directory: join(occupied, 'plans') }, 'none', PLAN);
  expect(unwritten).toMatchObject({
    ok: false,
    problem: { reason: expect.stringMatching(/^its plan could not be written: /u) },
  });
  const missing = await startGenerator({ isolation, program, directory: join(folder, 'plans') }, 'none', PLAN);
  const waited = missing.ok ? await missing.value.waiting('steady') : missing;
  expect(waited).toMatchObject({ ok: false, problem: { kind: 'generator-failed' } });
});
