import type { Phase } from '../../thinking/measurement/phase.ts';
import { missingWork } from '../../thinking/measurement/work.ts';
import { countRows, grownBy, miscounted } from './audit.ts';
import { died, stopped, type Measured } from './halt.ts';
import { wrongBodies } from './phase.ts';
import { observe, type Scene } from './scene.ts';
import type { Subject, TrialMeans } from './trial.ts';

/** One phase, and whether the contender kept to its contract and lived through it. */
export async function runPhase(
  scene: Scene,
  subject: Subject,
  { judge }: TrialMeans,
  name: string,
): Promise<Measured<Phase>> {
  const { serving, load, means } = scene;
  const number = load.firstPhase + load.phases.findIndex(({ id }) => id === name);
  const rowsBefore = await countRows(subject.proof.audits, means.services);
  const observed = await observe(scene, name);
  if (!observed.ok) return observed;
  const { phase, failedBy, bodies, counted } = observed.value;
  const rows = grownBy(rowsBefore, await countRows(subject.proof.audits, means.services));
  const failure = judge.failure(name, phase, failedBy);
  const wrong = wrongBodies(bodies, number, subject.expected);
  if (failure?.kind === 'wrong-under-load') return stopped({ ...failure, example: wrong?.example ?? failure.example });
  if (failure !== null) return stopped(failure);
  if (wrong !== null) return stopped({ kind: 'wrong-under-load', phase: name, of: bodies.length, ...wrong });
  const unproven =
    missingWork(name, phase, subject.proof.work, counted) ?? miscounted(name, phase, rows, scene.unanswered);
  if (unproven !== null) return stopped(unproven);
  return serving.enclosed.pids().length === 0 ? stopped(await died(serving, name)) : { ok: true, value: phase };
}
