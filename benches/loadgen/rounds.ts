import { readFileSync } from 'node:fs';
import { seededDraws, shuffled } from '../../src/thinking/estimate/draws.ts';
import type { Arena, Ran } from './arena.ts';
import type { Entrant, Task } from './generators.ts';
import type { Said } from './reports.ts';

/** One generator's part of one round. */
export interface Part {
  readonly round: number;
  readonly name: string;
  readonly said: Said;
  readonly perSecond: number;
  readonly cpuUsPerRequest: number;
  readonly peakMiB: number | null;
}

/** A generator that did not carry out its part, and what it said. */
export interface Dropout {
  readonly name: string;
  readonly reason: string;
}

export interface Rounds {
  readonly parts: readonly Part[];
  readonly dropouts: readonly Dropout[];
}

export interface Arrangement {
  readonly rounds: number;
  readonly seed: number;
  readonly task: Omit<Task, 'url'>;
  readonly server: readonly string[];
}

export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

/**
 * Every generator once a round, in an order drawn anew for each, each against a null server of its own: what one does to the
 * server, the machine's clock or its temperature, it does to the same round of all. Who fails once is left out from there on.
 */
export async function playRounds(
  arena: Arena,
  entrants: readonly Entrant[],
  { rounds, seed, task, server }: Arrangement,
  announce: (line: string) => void,
): Promise<Rounds> {
  const draws = seededDraws(seed);
  const parts: Part[] = [];
  const dropouts: Dropout[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const entrant of shuffled(entrants, draws)) {
      if (dropouts.some((one) => one.name === entrant.name)) continue;
      try {
        parts.push({ round, ...(await play(arena, entrant, task, server)) });
      } catch (error) {
        dropouts.push({ name: entrant.name, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    announce(`round ${round} of ${rounds} done`);
  }
  return { parts, dropouts };
}

async function play(
  arena: Arena,
  entrant: Entrant,
  task: Omit<Task, 'url'>,
  options: readonly string[],
): Promise<Omit<Part, 'round'>> {
  const server = await arena.nullServer(options, [SERVER_CORE]);
  try {
    const ran = finished(await arena.run(entrant.argv({ ...task, url: server.url }), [GENERATOR_CORE]));
    const reported = entrant.after === null ? ran : finished(await arena.run(entrant.after, null));
    const said = entrant.read(reported);
    if (said.requests === 0) throw new Error('it reports no correct answer');
    const { name } = entrant;
    const cpuUsPerRequest = (ran.cpuSeconds * 1e6) / said.requests;
    return { name, said, perSecond: said.requests / task.seconds, cpuUsPerRequest, peakMiB: ran.peakMiB };
  } finally {
    await server.stop();
  }
}

function finished(ran: Ran): Ran {
  if (ran.exit.kind === 'code' && ran.exit.code === 0) return ran;
  throw new Error(`it ended with ${JSON.stringify(ran.exit)}: ${ran.lastLines.slice(-2).join('; ')}`);
}

/** The machine in words, for the head of the tables. */
export function machine(): string {
  const model = /^model name\s*:\s*(.+)$/mu.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'processor unknown';
  const cores = readFileSync('/proc/cpuinfo', 'utf8').match(/^processor\s*:/gmu)?.length ?? 0;
  return `${model}, ${cores} cores, Linux ${readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim()}`;
}
