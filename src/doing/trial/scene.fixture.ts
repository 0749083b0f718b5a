import type { Isolation } from '../enclosure/enclosure.ts';
import { MADE_SPEED, scriptedProgram, tells, watches } from '../generator/scripted.fixture.ts';
import { NO_SERVICES } from '../service/service.ts';
import type { Serving } from './contender.ts';
import type { SceneMeans } from './scene.ts';

/** What tests of a scene need: a program that stands for a contender, and a generator that follows a script. */

export async function madeServing(
  isolation: Isolation,
  folder: string,
  name: string,
  script: string,
): Promise<Serving> {
  const started = await isolation.start({
    name,
    argv: ['/bin/sh', '-c', script],
    cwd: folder,
    env: {},
    cores: [0],
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: null,
  });
  if (!started.ok) throw new Error(started.problem.reason);
  return { enclosed: started.value, port: 4711, readyMs: 1 };
}

/** The generator tells the core's speed and its watch where it is asked for that, and follows the script where it is given a plan. */
export function madeSceneMeans(
  isolation: Isolation,
  folder: string,
  name: string,
  lines: readonly string[],
  signal = new AbortController().signal,
): SceneMeans {
  const coreSpeed = `if [ "$1" = core-speed ]; then ${tells(MADE_SPEED)}; exit 0; fi`;
  const coreWatch = `if [ "$1" = core-watch ]; then ${watches(100)}; exit 0; fi`;
  return {
    isolation,
    loadgen: scriptedProgram(folder, name, [coreSpeed, coreWatch, ...lines]),
    directory: folder,
    cores: { contender: [0], rest: [0], shared: true },
    services: NO_SERVICES,
    clock: () => performance.now(),
    now: () => new Date(),
    signal,
  };
}
