import type { ContenderFailure, Measurement, Phase, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { checkCases } from './cases.ts';
import { foreignListener, serve, type ServeMeans, type Serving } from './contender.ts';
import { died, interruption, orDead, stopped, type Halted, type Measured } from './halt.ts';
import { watchMemory } from './memory.ts';
import { wrongBodies } from './phase.ts';
import { observe, openScene, type Scene } from './scene.ts';
import type { RoundSpec, RoundStage, Stop, TrialMeans } from './trial.ts';

const STOP_GRACE_MS = 2000;

/**
 * Carries out one round: fresh process → ready → cases → warm-up → steady → peak → surely dead. It resolves when nothing of it
 * runs any more, with a measurement or the reason why there is none.
 */
export async function runRound(
  spec: RoundSpec,
  means: TrialMeans,
  onStage: (stage: RoundStage) => void,
): Promise<RoundOutcome> {
  onStage('starting');
  const measurement = await serveAndMeasure(spec, means, onStage);
  if ('stop' in measurement) return outcomeOf(spec, measurement.stop);
  const reason = means.judge.voidReason(measurement);
  if (reason !== null) return { kind: 'void', identity: spec.identity, reason, measurement };
  return { kind: 'measured', measurement };
}

async function serveAndMeasure(
  spec: RoundSpec,
  means: TrialMeans,
  onStage: (stage: RoundStage) => void,
): Promise<Measurement | Halted> {
  const startedAt = means.now().toISOString();
  const from = means.clock();
  const served = await serve(nameOf(spec), spec.contender, serveMeans(spec, means));
  if (!served.ok) return { ok: false, stop: stopOf(served.failure) };
  const serving = served.value;
  try {
    const measured = await measure(spec, means, serving, onStage);
    if (!measured.ok) return measured;
    const { warmUp, ...observed } = measured.value;
    return {
      identity: spec.identity,
      source: spec.source,
      version: spec.version,
      rung: serving.enclosed.rung,
      startedAt,
      tookS: (means.clock() - from) / 1000,
      readyMs: serving.readyMs,
      warmUpRequests: warmUp.books.planned,
      ...observed,
    };
  } finally {
    onStage('stopping');
    await serving.enclosed.stop(STOP_GRACE_MS);
  }
}

/** The first part of a round alone: fresh process → ready → cases → surely dead. Null: the contract is kept, or we were interrupted. */
export async function checkContract(spec: RoundSpec, means: TrialMeans): Promise<ContenderFailure | null> {
  const served = await serve(nameOf(spec), spec.contender, serveMeans(spec, means));
  if (!served.ok) return served.failure;
  const verified = await verify(spec, served.value, means.signal);
  await served.value.enclosed.stop(STOP_GRACE_MS);
  return verified.ok || verified.stop.kind === 'void' ? null : verified.stop.failure;
}

function serveMeans(spec: RoundSpec, means: TrialMeans): ServeMeans {
  const environment = { ...means.environment, ...spec.env, ...means.service?.env };
  return {
    isolation: means.isolation,
    cores: means.cores.contender,
    environment,
    clock: means.clock,
    signal: means.signal,
  };
}

interface Phases {
  readonly warmUp: Phase;
  readonly steady: Phase;
  readonly peak: Phase;
  readonly memoryMiB: number | null;
}

async function measure(
  spec: RoundSpec,
  means: TrialMeans,
  serving: Serving,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Phases>> {
  onStage('cases');
  const verified = await verify(spec, serving, means.signal);
  if (!verified.ok) return verified;
  const { connections, seed, operations, phases: planned } = spec;
  const phases = [planned.warmUp, planned.steady, planned.peak];
  const opened = await openScene({ name: nameOf(spec), connections, seed, operations, phases }, serving, means);
  if (!opened.ok) return opened;
  const scene = opened.value;
  const phase = (plan: { readonly id: string }): Promise<Measured<Phase>> => runPhase(scene, spec, means, plan.id);
  try {
    onStage('warm-up');
    const warmUp = await phase(planned.warmUp);
    if (!warmUp.ok) return warmUp;
    onStage('steady');
    const memory = watchMemory(() => serving.enclosed.pids());
    const steady = await phase(planned.steady);
    const memoryMiB = memory.stop();
    if (!steady.ok) return steady;
    onStage('peak');
    const peak = await phase(planned.peak);
    if (!peak.ok) return peak;
    return { ok: true, value: { warmUp: warmUp.value, steady: steady.value, peak: peak.value, memoryMiB } };
  } finally {
    await scene.generator.stop();
  }
}

/** The contract holds, and still nobody else listens on the port. */
async function verify(spec: RoundSpec, serving: Serving, signal: AbortSignal): Promise<Measured<null>> {
  const checked = checkCases(serving.port, spec.cases).then((broken): Measured<null> => {
    const failure = broken ?? foreignListener(serving.port, serving.enclosed);
    return failure === null ? { ok: true, value: null } : stopped(failure);
  });
  return orDead(serving, 'cases', Promise.race([checked, interruption(signal)]));
}

/** One phase, and whether the contender kept to its contract and lived through it. */
async function runPhase(scene: Scene, spec: RoundSpec, { judge }: TrialMeans, name: string): Promise<Measured<Phase>> {
  const { serving } = scene;
  const observed = await observe(scene, name);
  if (!observed.ok) return observed;
  const { phase, failedBy, bodies } = observed.value;
  const failure = judge.failure(name, phase, failedBy);
  const wrong = wrongBodies(bodies, spec.expected);
  if (failure?.kind === 'wrong-under-load') return stopped({ ...failure, example: wrong?.example ?? failure.example });
  if (failure !== null) return stopped(failure);
  if (wrong !== null) return stopped({ kind: 'wrong-under-load', phase: name, of: bodies.length, ...wrong });
  return serving.enclosed.pids().length === 0 ? stopped(await died(serving, name)) : { ok: true, value: phase };
}

function stopOf(failure: ContenderFailure | null): Stop {
  return failure === null ? { kind: 'void', reason: { kind: 'interrupted' } } : { kind: 'failed', failure };
}

function outcomeOf(spec: RoundSpec, stop: Stop): RoundOutcome {
  const { identity } = spec;
  if (stop.kind === 'failed') return { kind: 'failed', identity, failure: stop.failure };
  return { kind: 'void', identity, reason: stop.reason, measurement: null };
}

/** Names the round's processes and files; blocks and positions keep two rounds of one entry apart. */
function nameOf(spec: RoundSpec): string {
  const { scenario, entry, block } = spec.identity;
  return `${scenario}-${entry}-${block}`.replaceAll(/[^\w-]/gu, '-');
}
