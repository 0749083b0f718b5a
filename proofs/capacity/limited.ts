import type { PhasePlan } from '../../src/doing/generator/generator.ts';
import { startListening } from '../../src/doing/generator/listening.ts';
import { PLAIN } from '../../src/doing/generator/own-limits.ts';
import { judgeBy } from '../../src/doing/run/judge.ts';
import { searchCapacity } from '../../src/doing/trial/capacity.ts';
import type { Serving } from '../../src/doing/trial/contender.ts';
import type { Proof } from '../../src/doing/trial/trial.ts';
import type { Measured } from '../../src/doing/trial/halt.ts';
import { closeScene, observe, openScene, type SceneMeans } from '../../src/doing/trial/scene.ts';
import { ANY_BODY, type ExpectedAnswer } from '../../src/thinking/contract/contract.ts';
import type { FoundCapacity } from '../../src/thinking/measurement/measurement.ts';
import { gateLimits } from '../../src/thinking/verdict/limits.ts';

/**
 * One step beyond the limit the wait of an attempt of 1 s grows to 50 ms, less the 10 ms that the server's bucket held at first; half of
 * that is asked, so that neither a hiccup nor the bucket decides.
 */
const OBJECTIVE = { p99Ms: 25, errors: 0.001 };
const CLOSED_MS = 500;
export const CONNECTIONS = 64;

/** What a search needs besides its server. */
export interface Lab extends SceneMeans {
  /** The most that the generator may offer here. */
  readonly mostPerS: number;
}

/** Searches the capacity of a null server that answers so many requests a second. `name` is another one for each search. */
export async function searchLimited(lab: Lab, limitPerS: number, name: string, seed: number): Promise<FoundCapacity> {
  const serving = await startLimited(lab, limitPerS, name);
  try {
    const closedLoopPerS = await closedLoop(lab, serving, name, seed);
    const means = { ...lab, judge: judgeBy(OBJECTIVE, gateLimits(lab.cores)) };
    // Constant arrivals, since only then is the capacity the limit: those of a Poisson process come in clumps that make a queue below
    // it too, and what p99 that leaves at which rate is another truth for each limit and each length of an attempt.
    const search = { arrivals: 'constant', mostPerS: lab.mostPerS } as const;
    const asked = { demand: PLAIN, expected: plainAnswer, seed, proof: NO_PROOF, memoryMiB: null };
    const requests = { connections: CONNECTIONS, ...asked };
    return valueOf(await searchCapacity({ name, ...requests, search, closedLoopPerS }, serving, means));
  } finally {
    await serving.enclosed.stop(0);
  }
}

/** The null server does no work that could be shown. */
const NO_PROOF: Proof = { restore: [], audits: [], timesOf: null, work: {} };

/** What the null server answers; there is nothing in its bodies to compare. */
function plainAnswer(): ExpectedAnswer {
  return { status: 200, type: 'application/json', body: ANY_BODY };
}

async function closedLoop(lab: Lab, serving: Serving, name: string, seed: number): Promise<number> {
  const phase: PhasePlan = { id: 'closed', arrivals: { kind: 'closed', requests: null }, forMs: CLOSED_MS };
  const load = {
    name: `${name}-closed`,
    connections: CONNECTIONS,
    seed,
    demand: PLAIN,
    phases: [phase],
    timesOf: null,
    firstPhase: 0,
  };
  const opened = await openScene(load, serving, lab);
  if (!opened.ok) throw new Error(`the generator did not start: ${JSON.stringify(opened.stop)}`);
  try {
    const { achievedPerS } = valueOf(await observe(opened.value, phase.id)).phase;
    if (achievedPerS === null) throw new Error('the limited server answered nothing');
    return achievedPerS;
  } finally {
    await closeScene(opened.value);
  }
}

function valueOf<T>(measured: Measured<T>): T {
  if (!measured.ok) throw new Error(`nothing could be measured: ${JSON.stringify(measured.stop)}`);
  return measured.value;
}

/** The limited server in an enclosure on the contender's core, as a contender is. */
async function startLimited(lab: Lab, limitPerS: number, name: string): Promise<Serving> {
  const { isolation, loadgen: program, directory, cores } = lab;
  const limit = ['--limit', `${limitPerS}/s`];
  const means = { isolation, program, directory };
  const started = await startListening(means, `server-${name}`, 'null-server', cores.contender, limit);
  if (!started.ok) throw new Error(`the limited server did not start: ${started.problem.reason}`);
  const { enclosed, port } = started.value;
  return { enclosed, port, readyMs: 0 };
}
