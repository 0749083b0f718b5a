import { z } from 'zod';
import type { GeneratorMeans } from '../generator/start.ts';
import { startListening } from '../generator/listening.ts';
import type { ServiceStart, Upstream, UpstreamCounts } from './service.ts';

const count = z.number().int().nonnegative();

/** Its answer to `GET /counts`. */
const countsSchema = z
  .object({ version: z.string(), requests: count, answered: count, abandoned: count, most_in_flight: count })
  .transform(({ most_in_flight: mostInFlight, ...others }) => ({ ...others, mostInFlight }));

/** It answers at once, however many requests wait in it. */
const ANSWER_WITHIN_MS = 10_000;

async function readCounts(port: number): Promise<UpstreamCounts & { readonly version: string }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  // A connection of its own each time: one that is kept would count among those of the contender.
  const answer = await fetch(`http://127.0.0.1:${port}/counts`, { signal, headers: { connection: 'close' } });
  return countsSchema.parse(await answer.json());
}

/**
 * Starts the upstream: a server that answers late, by the load generator's own program, one thread on each of the cores. It ends with
 * `stop`, with the isolation, or with this program. `counts()` rejects once it is gone: look at `alive()` first.
 */
export async function startUpstream(means: GeneratorMeans, cores: readonly number[]): Promise<ServiceStart<Upstream>> {
  const started = await startListening(means, 'upstream', 'upstream', cores);
  if (!started.ok) {
    const { reason, lastLines } = started.problem;
    return { ok: false, problem: { kind: 'did-not-start', service: 'upstream', lastLines: [...lastLines, reason] } };
  }
  const { enclosed, port } = started.value;
  const { version } = await readCounts(port);
  let alive = true;
  void enclosed.exited.then(() => {
    alive = false;
  });
  return {
    ok: true,
    value: {
      name: 'upstream',
      version,
      env: { UPSTREAM_URL: `http://127.0.0.1:${port}` },
      cpuSeconds: () => enclosed.cpuSeconds(),
      counts: async () => readCounts(port),
      alive: () => alive,
      lastLines: () => enclosed.lastLines(),
      stop: async () => started.value.stop(),
    },
  };
}
