import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectorTrace } from '../../thinking/contender/contender.ts';
import { collectionIn, type Collection } from '../../thinking/measurement/collector-lines.ts';
import { collectedOf, type Collected } from '../../thinking/measurement/collector.ts';
import type { Serving } from './contender.ts';
import type { Measured } from './halt.ts';
import { runPhase } from './phase-run.ts';
import { closeScene, openScene } from './scene.ts';
import { nameOf, startFresh, STOP_GRACE_MS } from './serving.ts';
import type { RoundSpec, TrialMeans } from './trial.ts';

/** Of serial numbers: behind those of the round, its surge and its search. */
const FIRST_PHASE = 40;
/** For the last lines to come through the pipe. */
const READ_MS = 50;

/**
 * What the contender's collector does under the common rate, as its runtime writes it down: in a process of its own, warmed up as in the
 * round, since the writing is work that the measured one is to be without. Nothing of it is left.
 */
export async function recordCollector(
  spec: RoundSpec,
  trace: CollectorTrace,
  means: TrialMeans,
): Promise<Measured<Collected>> {
  const { contender } = spec;
  const env = { ...contender.env, ...trace.env };
  const traced = { ...spec, contender: { ...contender, env, start: trace.start ?? contender.start } };
  const heard: Collection[] = [];
  const hear = (line: string): void => {
    const collection = collectionIn(trace.form, line);
    if (collection !== null) heard.push(collection);
  };
  const started = await startFresh(`${nameOf(spec)}-collector`, traced, means, hear);
  if (!started.ok) return started;
  try {
    return await underCommonRate(traced, started.value, heard, means);
  } finally {
    await started.value.enclosed.stop(STOP_GRACE_MS);
  }
}

async function underCommonRate(
  spec: RoundSpec,
  serving: Serving,
  heard: Collection[],
  means: TrialMeans,
): Promise<Measured<Collected>> {
  const { connections, seed, demand, proof, phases } = spec;
  const planned = [phases.warmUp, phases.steady];
  const requests = { connections, seed, demand, timesOf: proof.timesOf, firstPhase: FIRST_PHASE };
  const opened = await openScene({ name: `${nameOf(spec)}-collector`, phases: planned, ...requests }, serving, means);
  if (!opened.ok) return opened;
  try {
    const warmUp = await runPhase(opened.value, spec, means, phases.warmUp.id);
    if (!warmUp.ok) return warmUp;
    await sleep(READ_MS);
    const before = heard.length;
    const steady = await runPhase(opened.value, spec, means, phases.steady.id);
    if (!steady.ok) return steady;
    await sleep(READ_MS);
    return { ok: true, value: collectedOf(heard.slice(before), steady.value.cpu.wallS) };
  } finally {
    await closeScene(opened.value);
  }
}
