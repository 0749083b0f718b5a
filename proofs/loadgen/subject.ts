import type { Arena, Server } from '../../benches/loadgen/arena.ts';
import { ourResult, type OurResult } from '../../benches/loadgen/ours.ts';

/** A claim that was put to the test. */
export interface Finding {
  readonly what: string;
  readonly figure: string;
  readonly rule: string;
  readonly held: boolean;
}

/** One proof: gives its findings as they come, so that a long one shows what it has. */
export interface Proof {
  readonly name: string;
  readonly findings: (arena: Arena) => AsyncIterable<Finding>;
}

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/** How a run is arranged, beyond the URL; the server answers on core 0, the generator has core 1, unless told otherwise. */
export interface Placing {
  readonly server?: readonly string[];
  readonly serverCores?: readonly number[];
  readonly cores?: readonly number[];
}

/** One run of ours against a null server of its own. */
export async function run(arena: Arena, options: readonly string[], placing: Placing = {}): Promise<OurResult> {
  const { server: wanted = [], serverCores = [SERVER_CORE], cores = [GENERATOR_CORE] } = placing;
  const server = await arena.nullServer(wanted, serverCores);
  try {
    return await runAt(arena, server, options, cores);
  } finally {
    await server.stop();
  }
}

export async function runAt(
  arena: Arena,
  server: Pick<Server, 'url'>,
  options: readonly string[],
  cores: readonly number[] = [GENERATOR_CORE],
): Promise<OurResult> {
  return ourResult(
    await arena.run([arena.loadgen, server.url, '--json', '--cores', cores.join(','), ...options], cores),
  );
}

/** The most requests a second, from a closed loop over 64 connections. */
export async function ceiling(arena: Arena, options: readonly string[] = [], placing: Placing = {}): Promise<number> {
  const { achieved_per_s: rate } = await run(arena, ['--closed', '--for', '3s', ...options], placing);
  if (rate === null || rate === 0) throw new Error('the ceiling is not known: no answer came');
  return rate;
}
