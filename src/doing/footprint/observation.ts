import { setTimeout as sleep } from 'node:timers/promises';
import { LOAD, type MappedFile } from '../../thinking/footprint/footprint.ts';
import type { ContenderFailure } from '../../thinking/measurement/failure.ts';
import { exitText } from '../build/command.ts';
import type { Generator, PhaseResult, Stepped } from '../generator/generator.ts';
import { startGenerator } from '../generator/start.ts';
import { checkCases } from '../trial/cases.ts';
import { serve, type Serving } from '../trial/contender.ts';
import { watchMemory } from '../trial/memory.ts';
import { wrongBodies } from '../trial/phase.ts';
import { treeMemory } from '../probe/tree.ts';
import { mappedOutside } from './mapped.ts';
import { safeName, type FootprintMeans, type FootprintSubject } from './subject.ts';

/** A contender as it was seen idle, and then under a bounded load. */
export interface Observation {
  readonly idle: number | null;
  readonly mapped: readonly MappedFile[] | null;
  readonly loaded: Loaded;
}

/** The peak of memory under the load, or why there is none; that is never the contender's fault. */
export type Loaded =
  | { readonly kind: 'seen'; readonly peak: number | null; readonly answered: number }
  | { readonly kind: 'unseen'; readonly reason: string };

/** `failure: null` means we were interrupted. */
export type Observed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ContenderFailure | null };

/** Often enough for a load of a second; a look holds a lock of the contender's memory for about a millisecond. */
const LOOK_EVERY_MS = 100;
/** It has done with what it does after its start, and has not yet begun to give memory back. */
const IDLE_AFTER_MS = 1000;
/** The load ends here at the latest; then it is smaller, and the number of answers says so. */
const LOAD_WITHIN_MS = 60_000;
const TIMEOUT_MS = 5000;
const STOP_GRACE_MS = 2000;
/** The same requests in the same order for everybody. */
const SEED = 1;

/** Start → contract → idle → load → surely dead. A contender that answers wrongly has no figures. */
export async function observe(subject: FootprintSubject, means: FootprintMeans): Promise<Observed<Observation>> {
  const { contender, asking } = subject;
  const { isolation, cores, clock, signal } = means;
  const environment = { ...means.environment, ...asking.env };
  const served = await serve(`look-${safeName(contender)}`, contender, {
    isolation,
    cores: cores.contender,
    environment,
    memoryMiB: null,
    clock,
    signal,
  });
  if (!served.ok) return served;
  const serving = served.value;
  try {
    const seen = await orEnd(serving, signal, looked(subject, serving, means));
    return signal.aborted ? { ok: false, failure: null } : seen;
  } finally {
    await serving.enclosed.stop(STOP_GRACE_MS);
  }
}

/** A step, cut short when the contender ends or the user stops us. */
async function orEnd<T>(serving: Serving, signal: AbortSignal, step: Promise<Observed<T>>): Promise<Observed<T>> {
  const dead = serving.enclosed.exited.then((exit): Observed<T> => {
    const lastLines = serving.enclosed.lastLines();
    return { ok: false, failure: { kind: 'died-under-load', phase: 'footprint', exit: exitText(exit), lastLines } };
  });
  const aborted = new Promise<Observed<T>>((resolve) => {
    const stop = (): void => resolve({ ok: false, failure: null });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([step, dead, aborted]);
}

async function looked(
  { contender, asking }: FootprintSubject,
  serving: Serving,
  means: FootprintMeans,
): Promise<Observed<Observation>> {
  const checked = { port: serving.port, pids: () => serving.enclosed.pids(), upstream: null };
  const broken = await checkCases(checked, asking.rendered.cases);
  if (broken !== null) return { ok: false, failure: broken };
  await sleep(IDLE_AFTER_MS, undefined, { ref: false });
  const pids = serving.enclosed.pids();
  // Whoever raced us has said why.
  if (means.signal.aborted || pids.length === 0) return { ok: false, failure: null };
  const seen = { idle: treeMemory(pids), mapped: mappedOutside(contender.dir, pids) };
  const loaded = await underLoad({ contender, asking }, serving, means);
  return loaded.ok ? { ok: true, value: { ...seen, loaded: loaded.value } } : loaded;
}

async function underLoad(
  { contender, asking }: FootprintSubject,
  serving: Serving,
  { isolation, loadgen: program, directory, cores, signal }: FootprintMeans,
): Promise<Observed<Loaded>> {
  if (program === null) return unseen('it is not built');
  const started = await startGenerator({ isolation, program, directory }, `load-${safeName(contender)}`, {
    port: serving.port,
    connections: LOAD.connections,
    cores: cores.rest,
    realtime: !cores.shared,
    seed: SEED,
    timeoutMs: TIMEOUT_MS,
    demand: asking.rendered.demand,
    phases: [{ id: 'load', arrivals: { kind: 'closed', requests: LOAD.requests }, forMs: LOAD_WITHIN_MS }],
    firstPhase: 0,
  });
  if (!started.ok) return unseen(started.problem.reason);
  const generator = started.value;
  // Ended, the generator fails the step that waits for it.
  const stop = (): void => void generator.stop();
  signal.addEventListener('abort', stop, { once: true });
  void serving.enclosed.exited.then(stop);
  const watch = watchMemory(() => serving.enclosed.pids(), LOOK_EVERY_MS);
  try {
    const ran = await carriedOut(generator);
    const peak = watch.stop();
    return ran.ok ? judged(ran.value, peak, asking.rendered.expected) : unseen(ran.problem.reason);
  } finally {
    watch.stop();
    signal.removeEventListener('abort', stop);
    await generator.stop();
  }
}

async function carriedOut(generator: Generator): Promise<Stepped<PhaseResult>> {
  const waits = await generator.waiting('load');
  return waits.ok ? generator.run('load') : waits;
}

/** Memory of wrong answers is memory of other work. */
function judged(
  { report, bodies }: PhaseResult,
  peak: number | null,
  expected: Parameters<typeof wrongBodies>[2],
): Observed<Loaded> {
  const { planned, correct, wrong, failed, failedBy } = report;
  const phase = 'footprint';
  const sampled = wrongBodies(bodies, 0, expected);
  if (wrong > 0 || sampled !== null) {
    const counted = wrong > 0 ? { wrong, of: planned } : { wrong: sampled?.wrong ?? 0, of: bodies.length };
    return { ok: false, failure: { kind: 'wrong-under-load', phase, ...counted, example: sampled?.example ?? [] } };
  }
  if (failed > 0)
    return { ok: false, failure: { kind: 'failed-under-load', phase, failed, of: planned, by: failedBy } };
  return { ok: true, value: { kind: 'seen', peak, answered: correct } };
}

function unseen(reason: string): Observed<Loaded> {
  return { ok: true, value: { kind: 'unseen', reason } };
}
