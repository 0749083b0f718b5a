import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../../thinking/contender/contender.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import { exitText } from '../build/command.ts';
import type { Enclosed, Isolation } from '../enclosure/enclosure.ts';
import { freePort, listeners } from '../probe/sockets.ts';
import { ask } from './ask.ts';

/** A contender that answers on a port which nobody else listens on. */
export interface Serving {
  readonly enclosed: Enclosed;
  readonly port: number;
  readonly readyMs: number;
}

/** `failure: null` means we were interrupted. */
export type Served =
  | { readonly ok: true; readonly value: Serving }
  | { readonly ok: false; readonly failure: ContenderFailure | null };

export interface ServeMeans {
  readonly isolation: Isolation;
  readonly cores: readonly number[];
  /** PATH and its like, then what the scenario and its services offer. */
  readonly environment: Readonly<Record<string, string>>;
  /** Null: as much as it wants. */
  readonly memoryMiB: number | null;
  /** Hears each line that it prints; null or absent: nobody does. */
  readonly hears?: ((line: string) => void) | null;
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

const ASK_AGAIN_MS = 10;
const HEALTH_WITHIN_MS = 1000;

/**
 * Starts the contender on a free port and waits until it answers its ready path with a status below 400.
 * Every listener on the port must belong to the contender's own tree: an orphan of an earlier run, or a squatter,
 * would otherwise answer part of the load. On a failure nothing is left running.
 */
export async function serve(name: string, contender: Contender, means: ServeMeans): Promise<Served> {
  const port = await freePort();
  const from = means.clock();
  const started = await means.isolation.start({
    name,
    argv: contender.start,
    cwd: contender.dir,
    env: {
      ...means.environment,
      ...contender.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      CORES: String(means.cores.length),
    },
    cores: means.cores,
    memoryMiB: means.memoryMiB,
    pids: 4096,
    stdin: 'none',
    onLine: null,
    hears: means.hears ?? null,
  });
  if (!started.ok) return { ok: false, failure: started.problem };
  const enclosed = started.value;
  const failure = (await untilReady(contender, enclosed, port, means)) ?? foreignListener(port, enclosed);
  if (failure === null && !means.signal.aborted)
    return { ok: true, value: { enclosed, port, readyMs: means.clock() - from } };
  await enclosed.stop(0);
  return { ok: false, failure: means.signal.aborted ? null : failure };
}

async function untilReady(
  contender: Contender,
  enclosed: Enclosed,
  port: number,
  { clock, signal }: ServeMeans,
): Promise<ContenderFailure | null> {
  const { path, withinMs } = contender.ready;
  const from = clock();
  let ended: ContenderFailure | null = null;
  void enclosed.exited.then((exit) => {
    const lastLines = enclosed.lastLines();
    ended =
      exit.kind === 'out-of-memory'
        ? { kind: 'out-of-memory', phase: null, limitMiB: exit.limitMiB, lastLines }
        : { kind: 'exited-early', exit: exitText(exit), lastLines };
  });
  let last = 'no answer yet';
  while (clock() - from < withinMs && !signal.aborted) {
    if (ended !== null) return ended;
    const asked = await ask(port, { method: 'GET', path, headers: {}, body: '' }, HEALTH_WITHIN_MS);
    if (asked.kind === 'answered' && asked.answer.status < 400) return ended;
    last = asked.kind === 'answered' ? `status ${asked.answer.status}` : asked.reason;
    await sleep(ASK_AGAIN_MS);
  }
  return ended ?? { kind: 'never-ready', path, waitedMs: withinMs, lastAnswer: last, lastLines: enclosed.lastLines() };
}

/** A listener on the contender's port that is held by anybody outside its tree. */
export function foreignListener(port: number, enclosed: Enclosed): ContenderFailure | null {
  const ours = new Set(enclosed.pids());
  const found = listeners(port);
  const foreign = found.find((listener) => listener.pids.length > 0 && listener.pids.every((pid) => !ours.has(pid)));
  if (foreign !== undefined) {
    return { kind: 'port-taken', port, owner: `process ${foreign.pids.join(', ')} on ${foreign.address}` };
  }
  const unknown = found.find((listener) => listener.pids.length === 0);
  return unknown === undefined ? null : { kind: 'port-taken', port, owner: `an unknown process on ${unknown.address}` };
}
