import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from './arena.ts';
import { CONNECTIONS } from './generators.ts';
import { ourResult, phaseResult } from './ours.ts';
import { GENERATOR_CORE, SERVER_CORE } from './rounds.ts';

/** Most memory of two closed runs, the second ten times as long. */
export interface Flatness {
  readonly requests: readonly [number, number];
  readonly peakMiB: readonly [number, number];
}

export async function flatness(arena: Arena, seconds: number): Promise<Flatness> {
  const run = async (length: number): Promise<{ readonly requests: number; readonly peakMiB: number }> => {
    const server = await arena.nullServer([], [SERVER_CORE]);
    const options = ['--closed', '--connections', String(CONNECTIONS), '--for', `${length}s`, '--json'];
    const result = ourResult(await arena.run([arena.loadgen, server.url, ...options], [GENERATOR_CORE]));
    await server.stop();
    return { requests: result.correct, peakMiB: result.peak_memory_bytes / 2 ** 20 };
  };
  const short = await run(seconds);
  const long = await run(seconds * 10);
  return { requests: [short.requests, long.requests], peakMiB: [short.peakMiB, long.peakMiB] };
}

/**
 * The longest time in which nothing can have been sent, ms: the widest gap of due times with the greatest lag added. A server
 * that notes arrivals (`evenness.ts`) has pauses of its own, which cannot be told from the generator's.
 */
export async function longestSilence(
  arena: Arena,
  kind: 'poisson' | 'constant',
  perSecond: number,
  seconds: number,
): Promise<number> {
  const server = await arena.nullServer([], [SERVER_CORE]);
  try {
    const plan = join(arena.directory, 'plan.json');
    writeFileSync(plan, JSON.stringify(openPlan(server.url, kind, perSecond, seconds)));
    const count = String(perSecond * seconds * 2);
    const draws = await arena.run(
      [arena.loadgen, 'draws', '--plan', plan, '--phase', 'steady', '--count', count],
      null,
    );
    const result = phaseResult(await arena.run([arena.loadgen, '--plan', plan], [GENERATOR_CORE]), 'steady');
    const dues = draws.output.split('\n').map((line) => Number(line.split(' ')[1]));
    if (dues.length !== result.planned) throw new Error(`${dues.length} draws for ${result.planned} planned requests`);
    const widest = dues.reduce((most, due, k) => Math.max(most, due - (dues[k - 1] ?? 0)), 0);
    return widest / 1e6 + (result.send_lag_us?.max ?? Number.NaN) / 1000;
  } finally {
    await server.stop();
  }
}

/** A plan of one open phase, `steady`. */
export function openPlan(
  url: string,
  kind: 'poisson' | 'constant',
  perSecond: number,
  seconds: number,
  more: Readonly<Record<string, unknown>> = {},
): object {
  return {
    schema: 'loadgen/plan@1',
    target: new URL(url).host,
    seed: 7,
    connections: CONNECTIONS,
    operations: [
      {
        id: 'get',
        weight: 1,
        answer: { status: 200, type: null, min_length: null, max_length: null },
        requests: [{ bytes: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' }],
      },
    ],
    phases: [{ id: 'steady', arrivals: { kind, rate_per_s: perSecond }, for_ms: seconds * 1000 }],
    ...more,
  };
}
