import type { Objective } from '../../thinking/plan/plan.ts';
import { failureUnderLoad, voidReason } from '../../thinking/verdict/gates.ts';
import type { GateLimits } from '../../thinking/verdict/limits.ts';
import type { Judge } from '../trial/trial.ts';

/** The rules of `verdict/`, handed to rounds as they were fixed by the plan. Warm-up is not gated: nothing of it is quoted. */
export function judgeBy(objective: Objective, gates: GateLimits): Judge {
  return {
    failure: (name, phase, failedBy) => failureUnderLoad(name, phase, objective, failedBy),
    voidReason: (round) => voidReason(round, gates),
  };
}
