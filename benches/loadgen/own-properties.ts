import type { Arena } from './arena.ts';
import { CONNECTIONS } from './generators.ts';
import { ourResult } from './ours.ts';
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
