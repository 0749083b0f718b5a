import { attemptMs, meets } from '../../thinking/capacity/objective.ts';
import type { Objective } from '../../thinking/plan/plan.ts';
import { failureUnderLoad, phaseVoidReason, voidReason } from '../../thinking/verdict/gates.ts';
import type { GateLimits } from '../../thinking/verdict/limits.ts';
import type { Judge } from '../trial/trial.ts';

/** A second is what the counters of CPU time need to tell a neighbour from their own error. */
const LEAST_ATTEMPT_MS = 1000;

/** The rules of `verdict/`, handed to rounds as they were fixed by the plan. Warm-up is not gated: nothing of it is quoted. */
export function judgeBy(objective: Objective, gates: GateLimits): Judge {
  return {
    failure: (name, phase, failedBy) => failureUnderLoad(name, phase, objective, failedBy),
    voidReason: (round) => voidReason(round, gates),
    attemptMs: (perSecond) => attemptMs(objective, perSecond, LEAST_ATTEMPT_MS),
    attempt: (phase) => meets(objective, phase, phaseVoidReason('capacity', phase, gates)),
  };
}
