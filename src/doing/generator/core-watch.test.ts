import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { startCoreWatch, type CoreWatch } from './core-watch.ts';
import { scriptedProgram, watches } from './scripted.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-core-watch-test-'));
let isolation: Isolation | null = null;

beforeAll(async () => {
  isolation = await openIsolation({ run: 'core-watch-test', tmp: folder });
});
afterAll(async () => {
  await isolation?.close();
  rmSync(folder, { recursive: true });
});

async function scripted(name: string, ...lines: readonly string[]): Promise<CoreWatch> {
  if (isolation === null) throw new Error('no isolation was opened');
  const watch = await startCoreWatch(
    { isolation, program: scriptedProgram(folder, name, lines), directory: folder },
    name,
    [0],
  );
  if (watch === null) throw new Error('it did not start');
  return watch;
}

test('each question has its answer', async () => {
  const watch = await scripted('answers', watches(125));
  for (let asked = 0; asked < 2; asked++) expect(await watch.read()).toMatchObject({ samples: 125 });
  expect(watch.cpuSeconds()).toBeGreaterThanOrEqual(0);
  await watch.stop();
});

test('too few samples are no answer, and neither is its end', async () => {
  const few = await scripted('few', watches(3));
  expect(await few.read()).toBeNull();
  await few.stop();
  const gone = await scripted('gone', 'read question; exit 5');
  expect(await gone.read()).toBeNull();
  expect(await gone.read()).toBeNull();
  await gone.stop();
});

test('one that is late is not asked again: its answers would be those to earlier questions', async () => {
  const late = await scripted('late', 'read question; sleep 2', watches(125));
  expect(await late.read()).toBeNull();
  // It answers by then, were it asked.
  await setTimeout(1500);
  expect(await late.read()).toBeNull();
  await late.stop();
});

test('where it cannot be started there is none', async () => {
  if (isolation === null) throw new Error('no isolation was opened');
  const means = { isolation, program: join(folder, 'missing'), directory: folder };
  expect(await startCoreWatch(means, 'missing', [0])).toBeNull();
});
