import { z } from 'zod';
import type { CoreSpeed } from '../../thinking/measurement/surroundings.ts';
import type { GeneratorMeans } from './start.ts';

const line = z.object({
  event: z.literal('core-speed'),
  arithmetic_cpu_ns: z.number(),
  memory_cpu_ns: z.number(),
  wall_ns: z.number(),
});

/** The work takes some 25 ms; a core on which it takes this long is not to be had. */
const WITHIN_MS = 5000;

/**
 * How fast a core is just now: the time of a fixed piece of work on it. Null where it could not be had, as on a machine so busy
 * that it does not end in time; the phase beside it then lacks its speed, and nothing else.
 */
export async function readCoreSpeed(means: GeneratorMeans, name: string, core: number): Promise<CoreSpeed | null> {
  let speed: CoreSpeed | null = null;
  const started = await means.isolation.start({
    name,
    argv: [means.program, 'core-speed', '--cores', String(core)],
    cwd: means.directory,
    env: {},
    cores: [core],
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: (text) => {
      const wire = line.parse(JSON.parse(text));
      speed = { arithmeticNs: wire.arithmetic_cpu_ns, memoryNs: wire.memory_cpu_ns, wallNs: wire.wall_ns };
    },
  });
  if (!started.ok) return null;
  const timer = setTimeout(() => void started.value.stop(0), WITHIN_MS);
  await started.value.exited;
  clearTimeout(timer);
  await started.value.stop(0);
  return speed;
}
