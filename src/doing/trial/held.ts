import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldLoad } from '../../thinking/scenario/scenario.ts';
import type { Held, HeldStep } from '../../thinking/measurement/held.ts';
import { treeMemory } from '../probe/tree.ts';
import type { UpstreamCounts } from '../service/service.ts';
import type { Serving } from './contender.ts';
import { Crowd } from './crowd.ts';
import { died, stopped, voided, type Measured } from './halt.ts';
import { nameOf, startFresh, STOP_GRACE_MS } from './serving.ts';
import type { Subject, TrialMeans } from './trial.ts';

/** After the last connection of a step is open, for buffers and stacks to be what they stay. */
const SETTLE_MS = 1000;
/** Files that a process opens besides its connections. */
const OTHER_FILES = 200;

/**
 * Starts the contender anew, without load or cases, and holds connections to it, step by step, while its memory is read. Whatever
 * becomes of it, nothing of it is left.
 *
 * A process of its own, since memory that a load has left behind would take the connections in, and since they would spoil what the
 * load measures. Its cases are not asked: it is the program that has just answered them, and some of them end what is held.
 */
export async function holdConnections(subject: Subject, held: HeldLoad, means: TrialMeans): Promise<Measured<Held>> {
  const env = { ...subject.env, ...held.env };
  const started = await startFresh(`${nameOf(subject)}-held`, { ...subject, env }, means);
  if (!started.ok) return started;
  const serving = started.value;
  const crowd = new Crowd(serving.port, held);
  try {
    return await stepByStep(serving, crowd, held, means);
  } finally {
    crowd.leave();
    await serving.enclosed.stop(STOP_GRACE_MS);
  }
}

async function stepByStep(
  serving: Serving,
  crowd: Crowd,
  held: HeldLoad,
  { isolation, signal, services: { upstream } }: TrialMeans,
): Promise<Measured<Held>> {
  const steps: HeldStep[] = [];
  for (const count of [0, ...countsWithin(held, isolation.openFiles)]) {
    await crowd.growTo(count, signal);
    await sleep(SETTLE_MS);
    if (signal.aborted) return voided({ kind: 'interrupted' });
    const pids = serving.enclosed.pids();
    if (pids.length === 0) return stopped(await died(serving, 'held'));
    const asked = upstream === null ? null : waitingAt(await upstream.counts());
    steps.push({ count, open: crowd.open, asked, memoryMiB: treeMemory(pids), lost: crowd.lost });
  }
  return { ok: true, value: { kind: held.kind, steps } };
}

/** Requests that it has been asked and neither answered nor lost. */
function waitingAt({ requests, answered, abandoned }: UpstreamCounts): number {
  return requests - answered - abandoned;
}

/**
 * The counts that a process may have open here. Whoever waits for an answer may hold a connection of its own to whom the contender
 * waits for, so each then takes two. The largest that does not fit becomes the one that does.
 *
 * @param openFiles the limit of each process; null: there is none.
 */
export function countsWithin({ kind, counts }: HeldLoad, openFiles: number | null): readonly number[] {
  if (openFiles === null) return counts;
  const most = Math.floor((openFiles - OTHER_FILES) / (kind === 'waiting' ? 2 : 1));
  return [...new Set(counts.map((count) => Math.min(count, most)))].filter((count) => count > 0);
}
