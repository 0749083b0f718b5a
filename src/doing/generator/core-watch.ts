import { z } from 'zod';
import type { WatchedCore } from '../../thinking/measurement/surroundings.ts';
import { watchedCore } from '../../thinking/measurement/watched-core.ts';
import type { GeneratorMeans } from './start.ts';

/** A small fixed piece of work on the contender's cores, for as long as a generator loads it. */
export interface CoreWatch {
  /** What was seen since it was last asked; null where that is too little, or it does not answer. */
  read(): Promise<WatchedCore | null>;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

const line = z.object({
  event: z.literal('core-watch'),
  ns: z.array(z.number()),
});

/** It is asked while its core is idle and answers at once. Where it takes longer it is not asked again: its answers would come out of turn. */
const WITHIN_MS = 1000;

/** Null where it could not be started: phases then lack their readings, and nothing else. */
export async function startCoreWatch(
  means: GeneratorMeans,
  name: string,
  cores: readonly number[],
): Promise<CoreWatch | null> {
  let hear: ((seen: WatchedCore | null) => void) | null = null;
  let silent = false;
  const started = await means.isolation.start({
    name,
    argv: [means.program, 'core-watch', '--cores', cores.join(',')],
    cwd: means.directory,
    env: {},
    cores,
    memoryMiB: null,
    pids: null,
    stdin: 'pipe',
    onLine: (text) => {
      const wire = line.parse(JSON.parse(text));
      hear?.(watchedCore(wire.ns));
    },
  });
  if (!started.ok) return null;
  const enclosed = started.value;
  return {
    read: async () => {
      if (silent) return null;
      const heard = Promise.withResolvers<WatchedCore | null>();
      hear = heard.resolve;
      const giveUp = (): void => {
        silent = true;
        heard.resolve(null);
      };
      const timer = setTimeout(giveUp, WITHIN_MS);
      enclosed.write('');
      const seen = await Promise.race([heard.promise, enclosed.exited.then(() => null)]);
      clearTimeout(timer);
      return seen;
    },
    cpuSeconds: () => enclosed.cpuSeconds(),
    stop: async () => {
      await enclosed.stop(0);
    },
  };
}
