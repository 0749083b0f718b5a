import type { Phase } from '../../thinking/measurement/phase.ts';
import { SURGE } from '../../thinking/measurement/surge.ts';
import { missingWork } from '../../thinking/measurement/work.ts';
import { countRows, grownBy, miscounted } from './audit.ts';
import { died, stopped, type Measured } from './halt.ts';
import { answersAmong, refusedIn, wrongBodies } from './phase.ts';
import { spoiltRoom } from './rooms.ts';
import { observe, type Observed, type Scene } from './scene.ts';
import type { Subject, TrialMeans } from './trial.ts';

/** One phase, and whether the contender kept to its contract and lived through it. */
export async function runPhase(
  scene: Scene,
  subject: Subject,
  means: TrialMeans,
  name: string,
): Promise<Measured<Phase>> {
  const kept = await runObserved(scene, subject, means, name);
  return kept.ok ? { ok: true, value: kept.value.phase } : kept;
}

/** The same with all that was observed of it. */
export async function runObserved(
  scene: Scene,
  subject: Subject,
  { judge }: TrialMeans,
  name: string,
): Promise<Measured<Observed>> {
  const { serving, load, means } = scene;
  const number = load.firstPhase + load.phases.findIndex(({ id }) => id === name);
  const rowsBefore = await countRows(subject.proof.audits, means.services);
  const observed = await observe(scene, name);
  if (!observed.ok) return observed;
  const { phase, failedBy, wrongBy, bodies, deliveries, counted } = observed.value;
  const rows = grownBy(rowsBefore, await countRows(subject.proof.audits, means.services));
  const failure = judge.failure(name, phase, { failedBy, refused: refusedIn(wrongBy) });
  const asked = name === SURGE ? answersAmong(bodies, subject.expected, number) : bodies;
  const wrong = wrongBodies(asked, number, subject.expected);
  if (failure?.kind === 'wrong-under-load') return stopped({ ...failure, example: wrong?.example ?? failure.example });
  if (failure !== null) return stopped(failure);
  if (wrong !== null) return stopped({ kind: 'wrong-under-load', phase: name, of: asked.length, ...wrong });
  const spoilt = spoiltRoom(subject.demand, phase, wrongBy, deliveries);
  if (spoilt !== null) return stopped({ kind: 'wrong-under-load', phase: name, ...spoilt });
  const unproven =
    missingWork(name, phase, subject.proof.work, counted) ?? miscounted(name, phase, rows, scene.unanswered);
  if (unproven !== null) return stopped(unproven);
  return serving.enclosed.pids().length === 0 ? stopped(await died(serving, name)) : observed;
}
