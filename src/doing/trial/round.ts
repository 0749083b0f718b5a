import type {
  ContenderFailure,
  CoreSpeed,
  Measurement,
  Phase,
  RoundOutcome,
} from '../../thinking/measurement/measurement.ts';
import type { Generator, Stepped } from '../generator/generator.ts';
import { readCoreSpeed } from '../generator/core-speed.ts';
import { startGenerator } from '../generator/start.ts';
import { checkCases } from './cases.ts';
import { foreignListener, serve, type ServeMeans, type Serving } from './contender.ts';
import { bill, readCounters, type Spenders } from './counters.ts';
import { died, generatorStop, interruption, orDead, stopped, voided, type Halted, type Measured } from './halt.ts';
import { watchMemory } from './memory.ts';
import { phaseOf, wrongBodies } from './phase.ts';
import { readMoment, surroundingsOf } from './surroundings.ts';
import type { RoundSpec, RoundStage, Stop, TrialMeans } from './trial.ts';

const REQUEST_TIMEOUT_MS = 5000;
const STOP_GRACE_MS = 2000;

/** A round at work: everything that must be gone when it is over. */
interface Scene {
  readonly spec: RoundSpec;
  readonly means: TrialMeans;
  readonly serving: Serving;
  readonly generator: Generator;
  readonly spenders: Spenders;
  /** Of the contender's first core, read in each pause: what ends one phase begins the next. */
  readonly speed: { latest: CoreSpeed | null; times: number };
}

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
  const started = await startGenerator(
    { isolation: means.isolation, program: means.loadgen, directory: means.directory },
    `load-${nameOf(spec)}`,
    {
      port: serving.port,
      connections: spec.connections,
      cores: means.cores.rest,
      realtime: !means.cores.shared,
      seed: spec.seed,
      timeoutMs: REQUEST_TIMEOUT_MS,
      operations: spec.operations,
      phases: [spec.phases.warmUp, spec.phases.steady, spec.phases.peak],
    },
  );
  if (!started.ok) return generatorStop('connect', started.problem.reason);
  const generator = started.value;
  const { clock, service } = means;
  const spenders = { contender: serving.enclosed, generator, service, cores: allCores(means), clock };
  const scene: Scene = { spec, means, serving, generator, spenders, speed: { latest: null, times: 0 } };
  try {
    onStage('warm-up');
    const warmUp = await runPhase(scene, spec.phases.warmUp.id);
    if (!warmUp.ok) return warmUp;
    onStage('steady');
    const memory = watchMemory(() => serving.enclosed.pids());
    const steady = await runPhase(scene, spec.phases.steady.id);
    const memoryMiB = memory.stop();
    if (!steady.ok) return steady;
    onStage('peak');
    const peak = await runPhase(scene, spec.phases.peak.id);
    if (!peak.ok) return peak;
    return { ok: true, value: { warmUp: warmUp.value, steady: steady.value, peak: peak.value, memoryMiB } };
  } finally {
    await generator.stop();
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

/** The contender is idle then, and no counter runs: what the reading costs is billed to nobody. */
async function readSpeed({ spec, means, speed }: Scene): Promise<void> {
  const { isolation, loadgen: program, directory, cores } = means;
  const [core = 0] = cores.contender;
  speed.times += 1;
  speed.latest = await readCoreSpeed({ isolation, program, directory }, `speed-${speed.times}-${nameOf(spec)}`, core);
}

/** One phase between two readings of all counters, taken while nothing is in flight. */
async function runPhase(scene: Scene, name: string): Promise<Measured<Phase>> {
  const { serving, generator, spenders, means, spec } = scene;
  const waits = await orStop(scene, name, generator.waiting(name));
  if (!waits.ok) return waits;
  // The database is asked first and last, so that the asking falls outside the two readings.
  const commandsBefore = await commands(means);
  const { clock, now } = means;
  const surrounded = { contender: serving.enclosed, generator, cores: spenders.cores, clock, now };
  const momentBefore = readMoment(surrounded, scene.speed.latest);
  const before = readCounters(spenders);
  const ran = await orStop(scene, name, generator.run(name));
  if (!ran.ok) return ran;
  const after = readCounters(spenders);
  const momentAfter = readMoment(surrounded, null);
  await readSpeed(scene);
  const surroundings = surroundingsOf(momentBefore, { ...momentAfter, coreSpeed: scene.speed.latest });
  const commandsAfter = await commands(means);
  const { report, bodies } = ran.value;
  const counted = commandsBefore === null || commandsAfter === null ? null : commandsAfter - commandsBefore;
  const phase = phaseOf(report, spec.connections, bill(before, after), surroundings, counted);
  const failure = means.judge.failure(name, phase, report.failedBy);
  const wrong = wrongBodies(bodies, spec.expected);
  if (failure?.kind === 'wrong-under-load') return stopped({ ...failure, example: wrong?.example ?? failure.example });
  if (failure !== null) return stopped(failure);
  if (wrong !== null) return stopped({ kind: 'wrong-under-load', phase: name, of: bodies.length, ...wrong });
  return serving.enclosed.pids().length === 0 ? stopped(await died(serving, name)) : { ok: true, value: phase };
}

/** Null without a service, and from one that died meanwhile: its death is told by the step that waits for it. */
async function commands({ service }: TrialMeans): Promise<number | null> {
  if (service === null || !service.alive()) return null;
  try {
    return await service.commands();
  } catch (error) {
    if (service.alive()) throw error;
    return null;
  }
}

/** A step of the generator, cut short when the contender or a service dies or the user stops the run. */
async function orStop<T>(scene: Scene, phase: string, step: Promise<Stepped<T>>): Promise<Measured<T>> {
  const { serving, means } = scene;
  const stepped = step.then((done): Measured<T> => (done.ok ? done : generatorStop(phase, done.problem.reason)));
  const result = await orDead(serving, phase, Promise.race([stepped, interruption(means.signal)]));
  const { service } = means;
  if (service === null || service.alive()) return result;
  return voided({ kind: 'service-died', service: service.name, lastLines: service.lastLines() });
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

function allCores(means: TrialMeans): readonly number[] {
  return [...new Set([...means.cores.contender, ...means.cores.rest])];
}
