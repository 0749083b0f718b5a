import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { cloneAt } from '../../../setup/clone.mjs';
import { loadgenPath } from '../../../setup/loadgen.mjs';
import { stockOf, waitOf } from '../../../scenarios/slow-upstream/make-stock.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import type { Upstream } from './service.ts';
import { startUpstream } from './upstream.ts';

let folder: string;
let isolation: Isolation;
let upstream: Upstream;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bakeoff-upstream-'));
  isolation = await openIsolation({ run: `upstream-test-${process.pid}` });
  const program = loadgenPath(cloneAt(join(import.meta.dirname, '../../..'), process.env));
  const started = await startUpstream({ isolation, program, directory: folder }, [0]);
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  upstream = started.value;
});

afterAll(async () => {
  await upstream.stop();
  await isolation.close();
  rmSync(folder, { recursive: true, force: true });
});

const url = (path: string): string => `${upstream.env['UPSTREAM_URL']}${path}`;

test('an article is answered as the scenario expects it, and not before its time', async () => {
  for (const sku of [1, 50, 899_999]) {
    const from = performance.now();
    const answer = await fetch(url(`/stock/${sku}`));
    const took = performance.now() - from;
    const { available, warehouse } = stockOf(sku);
    expect(await answer.json()).toEqual({ sku, available, warehouse });
    expect(took).toBeGreaterThanOrEqual(waitOf(sku) - 1);
  }
});

test('requests are counted, one whose client went away as abandoned, and asking for the counts is none', async () => {
  const before = await upstream.counts();
  await Promise.all([1, 2, 3].map(async (sku) => (await fetch(url(`/stock/${sku}`))).arrayBuffer()));
  const left = request(url('/stock/900003'), { agent: false });
  left.on('error', () => undefined);
  left.end();
  await expect.poll(async () => (await upstream.counts()).requests - before.requests).toBe(4);
  left.destroy();
  await expect.poll(async () => (await upstream.counts()).abandoned - before.abandoned).toBe(1);
  const after = await upstream.counts();
  expect([after.requests - before.requests, after.answered - before.answered]).toEqual([4, 3]);
  expect(after.mostInFlight).toBeGreaterThanOrEqual(1);
});

test('it costs CPU, says what it is, and once stopped it is gone', async () => {
  expect(upstream.cpuSeconds()).toBeGreaterThanOrEqual(0);
  expect(upstream.version).toMatch(/^\d+\.\d+\.\d+$/u);
  expect(upstream.alive()).toBe(true);
  await upstream.stop();
  await expect.poll(() => upstream.alive()).toBe(false);
  await expect(upstream.counts()).rejects.toThrow(/fetch failed/u);
});

test('a program that is no load generator is told with its last words', async () => {
  const failed = await startUpstream({ isolation, program: '/bin/ls', directory: folder }, [0]);
  expect(failed).toMatchObject({ ok: false, problem: { kind: 'did-not-start', service: 'upstream' } });
});
