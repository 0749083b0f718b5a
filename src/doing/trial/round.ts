import type { FoundCapacity, Measurement, OwnLoad, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Surge } from '../../thinking/measurement/surge.ts';
import { searchCapacity } from './capacity.ts';
import type { Serving } from './contender.ts';
import type { Measured } from './halt.ts';
import { recordCollector } from './collector.ts';
import { holdConnections } from './held.ts';
import { watchMemory } from './memory.ts';
import { runPhase } from './phase-run.ts';
import { closeScene, openScene, type Scene } from './scene.ts';
import { nameOf, withServing } from './serving.ts';
import { overloadOf, runSurge } from './surge.ts';
import type { RoundPhases, RoundSpec, RoundStage, Stop, TrialMeans } from './trial.ts';

/**
 * Carries out one round: fresh process → ready → cases → warm-up → steady → further loads → peak → surge → search → surely dead, and a process
 * each for what is looked at beside. It resolves when nothing of it runs any more, with a measurement or the reason why there is none.
 */
export async function runRound(
  spec: RoundSpec,
  means: TrialMeans,
  onStage: (stage: RoundStage) => void,
): Promise<RoundOutcome> {
  const startedAt = means.now().toISOString();
  const from = means.clock();
  const measured = await withServing(spec, means, onStage, async (serving) => measure(spec, means, serving, onStage));
  if (!measured.ok) return outcomeOf(spec, measured.stop);
  const beside = await besideWhereAsked(spec, means, onStage);
  if (!beside.ok) return outcomeOf(spec, beside.stop);
  const { identity, source, version } = spec;
  const tookS = (means.clock() - from) / 1000;
  const observed = { ...measured.value, ...beside.value };
  const measurement: Measurement = { identity, source, version, startedAt, tookS, ...observed };
  const reason = means.judge.voidReason(measurement);
  return reason === null ? { kind: 'measured', measurement } : { kind: 'void', identity, reason, measurement };
}

type Observations = Omit<Measurement, 'identity' | 'source' | 'version' | 'startedAt' | 'tookS' | keyof Beside>;

async function measure(
  spec: RoundSpec,
  means: TrialMeans,
  serving: Serving,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Observations>> {
  const loaded = await underLoad(spec, means, serving, onStage);
  if (!loaded.ok) return loaded;
  const surge = await surgeWhereAsked(spec, means, serving, loaded.value, onStage);
  if (!surge.ok) return surge;
  const found = await searchWhereAsked(spec, means, serving, loaded.value.peak, onStage);
  if (!found.ok) return found;
  const { warmUp, unanswered: _unanswered, ...observed } = loaded.value;
  const { readyMs, enclosed } = serving;
  const warmUpRequests = warmUp.books.planned;
  const beyond = { surge: surge.value, memoryLimitMiB: spec.memoryMiB, capacity: found.value };
  const held = { rung: enclosed.rung, cores: means.cores.contender };
  return { ok: true, value: { ...held, readyMs, warmUpRequests, ...observed, ...beyond } };
}

type Loaded = Pick<Measurement, 'steady' | 'busy' | 'own' | 'peak' | 'memoryMiB'> & {
  readonly warmUp: Phase;
  readonly unanswered: Scene['unanswered'];
};

async function underLoad(
  spec: RoundSpec,
  means: TrialMeans,
  serving: Serving,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Loaded>> {
  const { connections, seed, demand, phases: planned } = spec;
  const further = [...(planned.busy === null ? [] : [planned.busy]), ...planned.own.map(({ plan }) => plan)];
  const phases = [planned.warmUp, planned.steady, ...further, planned.peak];
  const { timesOf } = spec.proof;
  const load = { name: nameOf(spec), connections, seed, demand, phases, timesOf, firstPhase: 0 };
  const opened = await openScene(load, serving, means);
  if (!opened.ok) return opened;
  const scene = opened.value;
  const phase: RunPhase = async (plan) => runPhase(scene, spec, means, plan.id);
  try {
    onStage('warm-up');
    const warmUp = await phase(planned.warmUp);
    if (!warmUp.ok) return warmUp;
    onStage('steady');
    const memory = watchMemory(() => serving.enclosed.pids());
    const steady = await phase(planned.steady);
    const memoryMiB = memory.stop();
    if (!steady.ok) return steady;
    const beyond = await underFurtherLoads(planned, phase, onStage);
    if (!beyond.ok) return beyond;
    onStage('peak');
    const peak = await phase(planned.peak);
    if (!peak.ok) return peak;
    const common = { warmUp: warmUp.value, steady: steady.value, peak: peak.value, memoryMiB };
    return { ok: true, value: { ...common, ...beyond.value, unanswered: scene.unanswered } };
  } finally {
    await closeScene(scene);
  }
}

type RunPhase = (plan: { readonly id: string }) => Promise<Measured<Phase>>;

/** The busy phase, and those under shares of the contender's own rate; what is not planned is not there. */
async function underFurtherLoads(
  planned: RoundPhases,
  phase: RunPhase,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Pick<Measurement, 'busy' | 'own'>>> {
  let busy: Phase | null = null;
  if (planned.busy !== null) {
    onStage('busy');
    const measured = await phase(planned.busy);
    if (!measured.ok) return measured;
    busy = measured.value;
  }
  const own: OwnLoad[] = [];
  for (const { share, plan } of planned.own) {
    onStage('own load');
    const measured = await phase(plan);
    if (!measured.ok) return measured;
    own.push({ share, phase: measured.value });
  }
  return { ok: true, value: { busy, own } };
}

/** More than it can do, where the scenario asks for that and the generator has room for it. */
async function surgeWhereAsked(
  spec: RoundSpec,
  means: TrialMeans,
  serving: Serving,
  { peak, unanswered }: Pick<Loaded, 'peak' | 'unanswered'>,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Surge | null>> {
  const { surge } = spec.phases;
  const planned = surge === null ? null : overloadOf(surge, peak.achievedPerS);
  if (planned === null) return { ok: true, value: null };
  onStage('surge');
  return runSurge(spec, planned, unanswered, serving, means);
}

/** The capacity, where this round is to search for it. Without a single answer at the peak there is nothing to begin from. */
async function searchWhereAsked(
  spec: RoundSpec,
  means: TrialMeans,
  serving: Serving,
  { achievedPerS }: Phase,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<FoundCapacity | null>> {
  const { search, connections, demand, expected, seed, proof, memoryMiB } = spec;
  if (search === null || achievedPerS === null) return { ok: true, value: null };
  onStage('capacity');
  const requests = { connections, demand, expected, seed, proof, memoryMiB };
  const searched = { name: nameOf(spec), ...requests, search, closedLoopPerS: achievedPerS };
  return searchCapacity(searched, serving, means);
}

type Beside = Pick<Measurement, 'held' | 'collected'>;

/** Connections held open, and the collector's own record, where the scenario asks for them: each by a process of its own. */
async function besideWhereAsked(
  spec: RoundSpec,
  means: TrialMeans,
  onStage: (stage: RoundStage) => void,
): Promise<Measured<Beside>> {
  let held: Beside['held'] = null;
  if (spec.held !== null) {
    onStage('held');
    const holding = await holdConnections(spec, spec.held, means);
    if (!holding.ok) return holding;
    held = holding.value;
  }
  const trace = spec.contender.collector;
  if (!spec.collector || trace === null) return { ok: true, value: { held, collected: null } };
  onStage('collector');
  const recorded = await recordCollector(spec, trace, means);
  return recorded.ok ? { ok: true, value: { held, collected: recorded.value } } : recorded;
}

function outcomeOf(spec: RoundSpec, stop: Stop): RoundOutcome {
  const { identity } = spec;
  if (stop.kind === 'failed') return { kind: 'failed', identity, failure: stop.failure };
  return { kind: 'void', identity, reason: stop.reason, measurement: null };
}
