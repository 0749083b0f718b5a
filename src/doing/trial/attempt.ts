import type { Demand } from '../generator/generator.ts';
import type { Serving } from './contender.ts';
import type { Measured } from './halt.ts';
import { closeScene, observe, openScene, readSpeed, type Observed, type SceneMeans } from './scene.ts';

/** One rate, and how it is offered. */
export interface AttemptSpec {
  /** Another one for each attempt: it names the generator's process and its plan. */
  readonly name: string;
  readonly arrivals: { readonly kind: 'poisson' | 'constant'; readonly ratePerS: number };
  readonly forMs: number;
  readonly connections: number;
  readonly seed: number;
  readonly demand: Demand;
  readonly timesOf: string | null;
  /** Of its serial numbers. */
  readonly firstPhase: number;
}

const PHASE = 'capacity';

/**
 * One attempt at a rate: an open loop on a contender that is ready and warm, between two readings of all counters, by a generator of
 * its own. It comes back observed and not judged (`thinking/capacity/objective.ts` does that, after the gates); the contender goes on
 * serving, and what it owes from an overload is drained or has timed out before, so the next attempt meets an empty queue, unless
 * the contender works on for clients that have gone.
 */
export async function attempt(spec: AttemptSpec, serving: Serving, means: SceneMeans): Promise<Measured<Observed>> {
  const { name, connections, seed, demand, timesOf, firstPhase, arrivals, forMs } = spec;
  const phases = [{ id: PHASE, arrivals, forMs }];
  const load = { name, connections, seed, demand, timesOf, firstPhase, phases };
  const opened = await openScene(load, serving, means);
  if (!opened.ok) return opened;
  const scene = opened.value;
  try {
    // No phase came before it whose end would tell the core's speed at its beginning.
    await readSpeed(scene);
    return await observe(scene, PHASE);
  } finally {
    await closeScene(scene);
  }
}
