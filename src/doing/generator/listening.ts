import { z } from 'zod';
import type { Enclosed } from '../enclosure/enclosure.ts';
import type { GeneratorMeans } from './start.ts';
import type { Stepped } from './generator.ts';

/** One of the generator's own servers at work, on loopback. */
export interface Listening {
  readonly port: number;
  readonly enclosed: Enclosed;
  stop(): Promise<void>;
}

/** It listens within milliseconds; a machine on which it takes longer than this cannot measure. */
const LISTENING_WITHIN_MS = 10_000;

const listening = z.object({ event: z.literal('listening'), address: z.string().regex(/:\d+$/u) });

/**
 * Starts a server that the generator's program holds, named by its command, one thread on each of the cores.
 *
 * @param options further ones of the command line: `--limit 500/s`
 */
export async function startListening(
  means: GeneratorMeans,
  name: string,
  command: 'null-server' | 'upstream',
  cores: readonly number[],
  options: readonly string[] = [],
): Promise<Stepped<Listening>> {
  const heard = Promise.withResolvers<number>();
  const started = await means.isolation.start({
    name,
    argv: [means.program, command, '--threads', String(cores.length), '--cores', cores.join(','), ...options],
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
  if (port !== null) return { ok: true, value: { port, enclosed, stop } };
  await stop();
  return failed(`the ${command.replace('-', ' ')} did not listen`, enclosed.lastLines());
}

function failed(reason: string, lastLines: readonly string[]): Stepped<never> {
  return { ok: false, problem: { kind: 'generator-failed', reason, lastLines } };
}
