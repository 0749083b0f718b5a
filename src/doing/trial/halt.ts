import type { ContenderFailure, VoidReason } from '../../thinking/measurement/failure.ts';
import { exitText } from '../build/command.ts';
import type { Serving } from './contender.ts';
import type { Stop } from './trial.ts';

/** A round that stopped short of its measurement. */
export type Halted = { readonly ok: false; readonly stop: Stop };

export type Measured<T> = { readonly ok: true; readonly value: T } | Halted;

export function stopped(failure: ContenderFailure): Halted {
  return { ok: false, stop: { kind: 'failed', failure } };
}

export function voided(reason: VoidReason): Halted {
  return { ok: false, stop: { kind: 'void', reason } };
}

/** The generator itself failed: nobody's evidence, and nobody's fault but ours. */
export function generatorStop(phase: string, reason: string): Halted {
  return voided({ kind: 'generator', phase, verdict: 'failed', reasons: [reason] });
}

/** A step, cut short when the contender ends while it runs. */
export async function orDead<T>(serving: Serving, phase: string, step: Promise<Measured<T>>): Promise<Measured<T>> {
  const dead = serving.enclosed.exited.then(async () => stopped(await died(serving, phase)));
  return Promise.race([step, dead]);
}

export async function interruption(signal: AbortSignal): Promise<Halted> {
  return new Promise((resolve) => {
    const stop = (): void => resolve(voided({ kind: 'interrupted' }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

export async function died(serving: Serving, phase: string): Promise<ContenderFailure> {
  const exit = await serving.enclosed.exited;
  const lastLines = serving.enclosed.lastLines();
  if (exit.kind === 'out-of-memory') return { kind: 'out-of-memory', phase, limitMiB: exit.limitMiB, lastLines };
  return { kind: 'died-under-load', phase, exit: exitText(exit), lastLines };
}
