import { z } from 'zod';
import type { EnclosureRequest } from '../../src/doing/enclosure/enclosure.ts';
import type { PhasePlan } from '../../src/doing/generator/generator.ts';
import { PLAIN } from '../../src/doing/generator/own-limits.ts';
import { attempt } from '../../src/doing/trial/attempt.ts';
import type { Serving } from '../../src/doing/trial/contender.ts';
import type { Measured } from '../../src/doing/trial/halt.ts';
import { observe, openScene, type Observed, type SceneMeans } from '../../src/doing/trial/scene.ts';
import { rateOf } from '../../src/thinking/capacity/grid.ts';
import { attemptMs, meets, type Outcome } from '../../src/thinking/capacity/objective.ts';
import { ladderOf, search, type Attempt, type Search } from '../../src/thinking/capacity/search.ts';
import { phaseVoidReason } from '../../src/thinking/verdict/gates.ts';
import { gateLimits } from '../../src/thinking/verdict/limits.ts';

/**
 * One step beyond the limit the wait of an attempt of 1 s grows to 50 ms, less the 10 ms that the server's bucket held at first; half of
 * that is asked, so that neither a hiccup nor the bucket decides.
 */
const OBJECTIVE = { p99Ms: 25, errors: 0.001 };
const LEAST_MS = 1000;
const CLOSED_MS = 500;
export const CONNECTIONS = 64;

/** What a search needs besides its server. */
export interface Lab extends SceneMeans {
  /** The most that the generator may offer here. */
  readonly mostPerS: number;
}

/** A search and what it cost. */
export interface Searched {
  readonly end: Exclude<Search, { readonly kind: 'try' }>;
  readonly attempts: readonly Attempt[];
  /** Why attempts were void, and how often. */
  readonly voids: ReadonlyMap<string, number>;
  readonly tookS: number;
}

/** Searches the capacity of a null server that answers so many requests a second. `name` is another one for each search. */
export async function searchLimited(lab: Lab, limitPerS: number, name: string, seed: number): Promise<Searched> {
  const from = lab.clock();
  const serving = await startLimited(lab, limitPerS, name);
  try {
    const ladder = ladderOf(await closedLoop(lab, serving, name, seed), lab.mostPerS);
    const attempts: Attempt[] = [];
    const voids = new Map<string, number>();
    for (;;) {
      const next = search(ladder, attempts);
      if (next.kind !== 'try') return { end: next, attempts, voids, tookS: (lab.clock() - from) / 1000 };
      const outcome = await attemptAt(lab, serving, next.step, `${name}-${attempts.length}`, seed + attempts.length);
      attempts.push({ step: next.step, outcome: outcome.kind });
      if (outcome.kind === 'void') voids.set(outcome.reason.kind, (voids.get(outcome.reason.kind) ?? 0) + 1);
    }
  } finally {
    await serving.enclosed.stop(0);
  }
}

/**
 * Arrivals are constant, since only then is the capacity the limit: those of a Poisson process come in clumps that make a queue below it
 * too, and what p99 it leaves at which rate is another truth for each limit and each length of an attempt.
 */
async function attemptAt(lab: Lab, serving: Serving, step: number, name: string, seed: number): Promise<Outcome> {
  const ratePerS = rateOf(step);
  const spec = {
    name,
    arrivals: { kind: 'constant', ratePerS },
    forMs: attemptMs(OBJECTIVE, ratePerS, LEAST_MS),
    connections: CONNECTIONS,
    seed,
    operations: [PLAIN],
  } as const;
  const { phase } = observedOf(await attempt(spec, serving, lab));
  return meets(OBJECTIVE, phase, phaseVoidReason('steady', phase, gateLimits(lab.cores)));
}

async function closedLoop(lab: Lab, serving: Serving, name: string, seed: number): Promise<number> {
  const phase: PhasePlan = { id: 'closed', arrivals: { kind: 'closed', requests: null }, forMs: CLOSED_MS };
  const load = { name: `${name}-closed`, connections: CONNECTIONS, seed, operations: [PLAIN], phases: [phase] };
  const opened = await openScene(load, serving, lab);
  if (!opened.ok) throw new Error(`the generator did not start: ${JSON.stringify(opened.stop)}`);
  try {
    const { achievedPerS } = observedOf(await observe(opened.value, phase.id)).phase;
    if (achievedPerS === null) throw new Error('the limited server answered nothing');
    return achievedPerS;
  } finally {
    await opened.value.generator.stop();
  }
}

function observedOf(measured: Measured<Observed>): Observed {
  if (!measured.ok) throw new Error(`nothing could be measured: ${JSON.stringify(measured.stop)}`);
  return measured.value;
}

const listening = z.object({ event: z.literal('listening'), address: z.string().regex(/:\d+$/u) });

/** The limited server in an enclosure on the contender's core, as a contender is. */
async function startLimited(lab: Lab, limitPerS: number, name: string): Promise<Serving> {
  const heard = Promise.withResolvers<number>();
  const request: EnclosureRequest = {
    name: `server-${name}`,
    argv: [lab.loadgen, 'null-server', '--limit', `${limitPerS}/s`, '--cores', lab.cores.contender.join(',')],
    cwd: lab.directory,
    env: {},
    cores: lab.cores.contender,
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: (line) => {
      const { address } = listening.parse(JSON.parse(line));
      heard.resolve(Number(address.slice(address.lastIndexOf(':') + 1)));
    },
  };
  const started = await lab.isolation.start(request);
  if (!started.ok) throw new Error(`the limited server did not start: ${started.problem.reason}`);
  const enclosed = started.value;
  const port = await Promise.race([heard.promise, enclosed.exited.then(() => null)]);
  if (port === null) throw new Error(`the limited server ended: ${enclosed.lastLines().join('; ')}`);
  return { enclosed, port, readyMs: 0 };
}
