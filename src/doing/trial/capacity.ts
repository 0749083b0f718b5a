import { rateOf } from '../../thinking/capacity/grid.ts';
import type { Outcome } from '../../thinking/capacity/objective.ts';
import { ladderOf, search } from '../../thinking/capacity/search.ts';
import type { CapacityAttempt, FoundCapacity } from '../../thinking/measurement/measurement.ts';
import { responseTimes } from '../../thinking/measurement/metric.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import { attempt } from './attempt.ts';
import type { Serving } from './contender.ts';
import { stopped, type Measured } from './halt.ts';
import { wrongBodies } from './phase.ts';
import type { SceneMeans } from './scene.ts';
import type { Judge, SearchSpec, Subject } from './trial.ts';

const PHASE = 'capacity';
/** Of serial numbers: behind all phases of the round, which come before the search in the same process. */
const FIRST_PHASE = 20;

/** What is asked of a contender that serves: its requests, and how the search goes about it. */
export interface Searched extends Pick<
  Subject,
  'connections' | 'demand' | 'expected' | 'seed' | 'proof' | 'memoryMiB'
> {
  /** Names the attempts, which are numbered. */
  readonly name: string;
  readonly search: SearchSpec;
  /** The contender's rate in a closed loop; only the first step of the ladder is chosen from it. */
  readonly closedLoopPerS: number;
}

export interface SearchMeans extends SceneMeans {
  readonly judge: Pick<Judge, 'attemptMs' | 'attempt'>;
}

/**
 * Searches for the capacity of a contender that serves and is warm: attempt after attempt, until one end or the other. Those that are
 * void are made again and void no round: each is judged by itself, and what was measured before the search stands.
 */
export async function searchCapacity(
  searched: Searched,
  serving: Serving,
  means: SearchMeans,
): Promise<Measured<FoundCapacity>> {
  const from = means.clock();
  const ladder = ladderOf(searched.closedLoopPerS, searched.search.mostPerS);
  const steps: { readonly step: number; readonly outcome: Outcome['kind'] }[] = [];
  const attempts: CapacityAttempt[] = [];
  for (;;) {
    const next = search(ladder, steps);
    if (next.kind !== 'try') {
      const perSecond = next.kind === 'found' ? rateOf(next.step) : null;
      const tookS = (means.clock() - from) / 1000;
      return { ok: true, value: { perSecond, end: next.kind, attempts, tookS } };
    }
    const perSecond = rateOf(next.step);
    const tried = await attemptAt(perSecond, attempts.length, searched, serving, means);
    if (!tried.ok) return tried;
    const { outcome, phase } = tried.value;
    steps.push({ step: next.step, outcome: outcome.kind });
    attempts.push({
      perSecond,
      outcome: outcome.kind,
      why: whyOf(outcome),
      p99Ms: responseTimes(phase)?.p99 ?? null,
      cpu: phase.cpu,
    });
  }
}

async function attemptAt(
  ratePerS: number,
  nth: number,
  searched: Searched,
  serving: Serving,
  means: SearchMeans,
): Promise<Measured<{ readonly outcome: Outcome; readonly phase: Phase }>> {
  const { connections, demand, expected, proof } = searched;
  const name = `${searched.name}-capacity-${nth}`;
  const arrivals = { kind: searched.search.arrivals, ratePerS };
  const forMs = means.judge.attemptMs(ratePerS);
  // Another stretch of arrivals for each attempt, and the same for all contenders of the block.
  const seed = searched.seed + nth;
  const firstPhase = FIRST_PHASE + nth;
  const requests = { connections, seed, demand, timesOf: proof.timesOf, firstPhase };
  const observed = await attempt({ name, arrivals, forMs, ...requests }, serving, means);
  if (!observed.ok) return observed;
  const { phase, bodies } = observed.value;
  const wrong = wrongBodies(bodies, firstPhase, expected);
  if (wrong !== null) return stopped({ kind: 'wrong-under-load', phase: PHASE, of: bodies.length, ...wrong });
  return { ok: true, value: { outcome: means.judge.attempt(phase, searched.memoryMiB), phase } };
}

function whyOf(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'passed':
      return null;
    case 'failed':
      return outcome.by.kind;
    case 'void':
      return outcome.reason.kind;
  }
}
