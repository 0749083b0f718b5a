import type { Phase } from '../../thinking/measurement/phase.ts';
import type { Seen } from '../../thinking/fairness/seen.ts';
import { treeMemory } from '../probe/tree.ts';
import type { PhasePlan } from '../generator/generator.ts';
import type { Database, ServiceCounts } from '../service/service.ts';
import type { Serving } from './contender.ts';
import type { Measured } from './halt.ts';
import { runPhase } from './phase-run.ts';
import { readSeen } from './seen.ts';
import { closeScene, openScene } from './scene.ts';
import { nameOf, withServing } from './serving.ts';
import { fromService } from './tally.ts';
import type { Stop, Subject, TrialMeans } from './trial.ts';

/** A second of a pilot. */
export interface Piloted {
  readonly phase: Phase;
  /** What the contender held at its end; null where it cannot be read. */
  readonly memoryMiB: number | null;
}

/** A pilot: its seconds, and what the contender was seen to run with. */
export interface Pilot {
  readonly seconds: readonly Piloted[];
  readonly seen: Seen;
}

/**
 * A contender from its start on, second by second in a closed loop: what tells how it warms up and how much it can do. Each second is
 * a phase of its own, since CPU time is read between phases; the pauses between them are some tens of milliseconds.
 */
export async function runPilot(subject: Subject, seconds: number, means: TrialMeans): Promise<Measured<Pilot>> {
  const before = await fromService(means.services.mysql, readCounts);
  const piloted = await withServing(
    subject,
    means,
    () => undefined,
    async (serving): Promise<Measured<Pilot>> => {
      const ready = await fromService(means.services.mysql, readCounts);
      const printedBefore = serving.enclosed.printed();
      const observed = await secondBySecond(subject, seconds, serving, means);
      if (!observed.ok) return observed;
      const after = await fromService(means.services.mysql, readCounts);
      const counted = before === null || ready === null || after === null ? null : { before, ready, after };
      const phases = observed.value.map(({ phase }) => phase);
      const seen = await readSeen(subject, { serving, counted, phases, printedBefore });
      return { ok: true, value: { seconds: observed.value, seen } };
    },
  );
  return piloted.ok ? piloted : { ok: false, stop: inThePilot(piloted.stop) };
}

const readCounts = async (service: Database): Promise<ServiceCounts> => service.counts();

const SECOND = 'second-';

/** To whoever reads of a failure a pilot is one phase; its seconds are ours. */
function inThePilot(stop: Stop): Stop {
  if (stop.kind === 'void' || !('phase' in stop.failure) || stop.failure.phase?.startsWith(SECOND) !== true)
    return stop;
  return { kind: 'failed', failure: { ...stop.failure, phase: 'pilot' } };
}

async function secondBySecond(
  subject: Subject,
  seconds: number,
  serving: Serving,
  means: TrialMeans,
): Promise<Measured<readonly Piloted[]>> {
  const { connections, seed, demand } = subject;
  const phases = Array.from({ length: seconds }, (_, second): PhasePlan => {
    return { id: `${SECOND}${second + 1}`, arrivals: { kind: 'closed', requests: null }, forMs: 1000 };
  });
  const { timesOf } = subject.proof;
  const load = { name: nameOf(subject), connections, seed, demand, phases, timesOf, firstPhase: 0 };
  const opened = await openScene(load, serving, means);
  if (!opened.ok) return opened;
  try {
    const observed: Piloted[] = [];
    for (const { id } of phases) {
      const phase = await runPhase(opened.value, subject, means, id);
      if (!phase.ok) return phase;
      observed.push({ phase: phase.value, memoryMiB: treeMemory(serving.enclosed.pids()) });
    }
    return { ok: true, value: observed };
  } finally {
    await closeScene(opened.value);
  }
}
