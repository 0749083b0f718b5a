import { RECOVERY_SHARE } from '../../thinking/load/load.ts';
import { SURGE, type Surge, type SurgeSecond } from '../../thinking/measurement/surge.ts';
import type { PhasePlan, PhaseSecond } from '../generator/generator.ts';
import { latenessOf } from '../generator/lateness.ts';
import type { Serving } from './contender.ts';
import type { Measured } from './halt.ts';
import { watchMemory } from './memory.ts';
import { refusedIn } from './phase.ts';
import { runObserved } from './phase-run.ts';
import { closeScene, openScene, readSpeed } from './scene.ts';
import { nameOf } from './serving.ts';
import type { RoundSpec, SurgePlan, TrialMeans } from './trial.ts';

/** Of serial numbers: behind the phases of the round, before those of a search. */
const FIRST_PHASE = 19;

/** A surge whose rates are known. */
export interface Overload extends SurgePlan {
  readonly perSecond: number;
  readonly plan: PhasePlan;
}

/**
 * The surge of a round by its own peak, and so in the state that its process, its core and its heap are in: a pilot's rate, of another
 * process that was hardly warm, would offer one contender 115 % and another 160 %. Null where there was no peak, and where the generator
 * has no room: less than the share would be another question.
 */
export function overloadOf(surge: SurgePlan, peakPerS: number | null): Overload | null {
  const { share, forS, recoveryS, each, mostPerS } = surge;
  if (peakPerS === null || share * peakPerS > mostPerS) return null;
  const perSecond = share * peakPerS;
  const steps = [
    { ratePerS: perSecond, forMs: forS * 1000 },
    { ratePerS: RECOVERY_SHARE * peakPerS, forMs: recoveryS * 1000 },
  ];
  const plan = { id: SURGE, arrivals: { kind: 'steps', each, steps }, forMs: (forS + recoveryS) * 1000 } as const;
  return { ...surge, perSecond, plan };
}

/**
 * The surge and the recovery of a round: one open loop whose rate falls, by a generator of its own, so that the bodies it samples are
 * spread over all of it and none of the earlier phases is another one for it.
 *
 * @param unanswered by operation, in the phases before: what they asked for may be done yet.
 */
export async function runSurge(
  spec: RoundSpec,
  planned: Overload,
  unanswered: ReadonlyMap<string, number>,
  serving: Serving,
  means: TrialMeans,
): Promise<Measured<Surge>> {
  const { connections, seed } = spec;
  // Bounded as closed loops may be it would wait with the generator, and whoever refuses what is too much would never see it.
  const demand = spec.demand.kind === 'requests' ? { ...spec.demand, inFlight: null } : spec.demand;
  const requests = { connections, seed, demand, timesOf: spec.proof.timesOf, firstPhase: FIRST_PHASE };
  const load = { name: `${nameOf(spec)}-${SURGE}`, phases: [planned.plan], ...requests };
  const opened = await openScene(load, serving, means);
  if (!opened.ok) return opened;
  const scene = opened.value;
  try {
    for (const [operation, count] of unanswered) scene.unanswered.set(operation, count);
    await readSpeed(scene);
    const memory = watchMemory(() => serving.enclosed.pids());
    const ran = await runObserved(scene, spec, means, SURGE);
    const memoryMiB = memory.stop();
    if (!ran.ok) return ran;
    const { phase, wrongBy, seconds } = ran.value;
    const { perSecond, share, forS, recoveryS } = planned;
    const { withinMs } = means.judge;
    const told = secondsOf(seconds, forS + recoveryS, withinMs);
    const offered = { perSecond, share, forS, recoveryS, withinMs };
    return { ok: true, value: { phase, ...offered, refused: refusedIn(wrongBy), seconds: told, memoryMiB } };
  } finally {
    await closeScene(scene);
  }
}

/** The seconds in which something was due. One of which the generator tells nothing had nothing in it. */
export function secondsOf(told: readonly PhaseSecond[], count: number, withinMs: number): readonly SurgeSecond[] {
  return Array.from({ length: count }, (_, second): SurgeSecond => {
    const found = told.find((one) => one.second === second);
    if (found === undefined) return { planned: 0, correct: 0, late: 0, p50Ms: null, p99Ms: null, answered: 0 };
    const { p50Ms, p99Ms, correct: answered } = found;
    return { ...latenessOf(found, withinMs), p50Ms, p99Ms, answered };
  });
}
