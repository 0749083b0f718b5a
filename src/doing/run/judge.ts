import type { CoreSplit } from '../../thinking/machine/machine.ts';
import type { Objective } from '../../thinking/plan/plan.ts';
import { failureUnderLoad, gateLimits, phaseVoidReason } from '../../thinking/verdict/gates.ts';
import type { PhaseJudge } from '../trial/trial.ts';

/** The rules of `verdict/`, handed to rounds as they were fixed by the plan. Warm-up and calibration are not gated: nothing of them is quoted. */
export function judgeBy(objective: Objective, cores: CoreSplit): PhaseJudge {
  const limits = gateLimits(cores);
  return {
    failure: (name, phase, failedBy) => failureUnderLoad(name, phase, objective, failedBy),
    voidReason: (name, phase) => (name === 'steady' || name === 'peak' ? phaseVoidReason(name, phase, limits) : null),
  };
}
