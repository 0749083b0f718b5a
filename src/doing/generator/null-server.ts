import { z } from 'zod';
import type { GeneratorMeans } from './start.ts';
import type { Stepped } from './generator.ts';

/** The null server at work, on loopback. */
export interface NullServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** It listens within milliseconds; a machine on which it takes longer than this cannot measure. */
const LISTENING_WITHIN_MS = 10_000;

const listening = z.object({ event: z.literal('listening'), address: z.string().regex(/:\d+$/u) });

/**
 * Starts the generator's own null server on the contender's cores, in an enclosure as contenders are: what answers at no cost
 * worth naming, so that whatever is measured against it is the machine's and the generator's.
 */
export async function startNullServer(
  means: GeneratorMeans,
  name: string,
  cores: readonly number[],
): Promise<Stepped<NullServer>> {
  const heard = Promise.withResolvers<number>();
  const started = await means.isolation.start({
    name,
    argv: [means.program, 'null-server', '--threads', String(cores.length), '--cores', cores.join(',')],
    cwd: means.directory,
    env: {},
    cores,
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: (line) => {
      const { address } = listening.parse(JSON.parse(line));
      heard.resolve(Number(address.slice(address.lastIndexOf(':') + 1)));
    },
  });
  if (!started.ok) return failed(started.problem.reason, []);
  const enclosed = started.value;
  const patience = Promise.withResolvers<null>();
  const timer = setTimeout(() => patience.resolve(null), LISTENING_WITHIN_MS);
  const port = await Promise.race([heard.promise, enclosed.exited.then(() => null), patience.promise]);
  clearTimeout(timer);
  const stop = async (): Promise<void> => {
    await enclosed.stop(0);
  };
  if (port !== null) return { ok: true, value: { port, stop } };
  await stop();
  return failed('the null server did not listen', enclosed.lastLines());
}

function failed(reason: string, lastLines: readonly string[]): Stepped<never> {
  return { ok: false, problem: { kind: 'generator-failed', reason, lastLines } };
}
