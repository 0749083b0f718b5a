import { attemptMs, meets } from '../../thinking/capacity/objective.ts';
import type { Contender } from '../../thinking/contender/contender.ts';
import { coresFor } from '../../thinking/machine/cores.ts';
import type { Objective, Plan } from '../../thinking/plan/plan.ts';
import { failureUnderLoad, phaseVoidReason, voidReason } from '../../thinking/verdict/gates.ts';
import { gatesOn, squeezed, type GateLimits } from '../../thinking/verdict/limits.ts';
import type { Judge, TrialMeans } from '../trial/trial.ts';

/** A second is what the counters of CPU time need to tell a neighbour from their own error. */
const LEAST_ATTEMPT_MS = 1000;

/** The rules of `verdict/`, handed to rounds as they were fixed by the plan. Warm-up is not gated: nothing of it is quoted. */
export function judgeBy(objective: Objective, gates: GateLimits): Judge {
  return {
    failure: (name, phase, { failedBy, refused }) => failureUnderLoad(name, phase, objective, failedBy, refused),
    withinMs: objective.p99Ms,
    voidReason: (round) => voidReason(round, gates),
    attemptMs: (perSecond) => attemptMs(objective, perSecond, LEAST_ATTEMPT_MS),
    attempt: (phase, memoryMiB) =>
      meets(objective, phase, phaseVoidReason('capacity', phase, squeezed(gates, memoryMiB))),
  };
}

/** What a contender's rounds are carried out with: one that asks for a number of cores has those, and gates that know of it. */
export function meansFor({ cores: count, id }: Contender, plan: Plan, trial: TrialMeans): TrialMeans {
  if (count === null) return trial;
  const contender = coresFor(plan.cores, count);
  if (contender === null) throw new Error(`${id} takes part on ${count} cores, and there are fewer`);
  return {
    ...trial,
    cores: { ...plan.cores, contender },
    judge: judgeBy(plan.objective, gatesOn(plan.gates, contender)),
  };
}
