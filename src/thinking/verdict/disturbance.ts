import type { VoidReason } from '../measurement/failure.ts';
import type { Phase } from '../measurement/phase.ts';
import type { GateLimits } from './limits.ts';

/**
 * What disturbed a phase from outside, or null: memory waited for, swap, a quota, heat, a clock that was set, a core whose speed
 * changed. Nothing of it looks at what was measured. Kept and no gate: how long the contender's threads waited for a core, since of
 * several threads on one core each waits for the others, whoever wrote them; pressure on the cores, where generator and database
 * share one; pressure on disks, where the kernel counts a generator that waits in io_uring for its answers as one that waits for a
 * disk, a third to a half of every phase here.
 */
export function disturbance(phase: string, { surroundings, cpu }: Phase, limits: GateLimits): VoidReason | null {
  if (surroundings === null || cpu.wallS <= 0) return null;
  const share = (seconds: number | null): number => (seconds ?? 0) / cpu.wallS;
  const { pressureS, swappedPages, thermalEvents, clockJumpMs } = surroundings;
  const memory = share(pressureS.memory);
  if (memory > limits.memoryPressure) {
    return { kind: 'memory-pressure', phase, share: memory, limit: limits.memoryPressure };
  }
  if (swappedPages !== null && swappedPages > 0) return { kind: 'swap', phase, pages: swappedPages };
  const throttled = share(surroundings.throttledS);
  if (throttled > limits.throttledShare) {
    return { kind: 'throttled', phase, share: throttled, limit: limits.throttledShare };
  }
  if (thermalEvents !== null && thermalEvents > 0) return { kind: 'overheated', phase, times: thermalEvents };
  if (Math.abs(clockJumpMs) > limits.clockJumpMs) {
    return { kind: 'clock-jump', phase, ms: clockJumpMs, limitMs: limits.clockJumpMs };
  }
  return speedChange(phase, surroundings.coreSpeed, limits.coreSpeedRatio);
}

function speedChange(phase: string, speed: Surroundings['coreSpeed'], limit: number): VoidReason | null {
  if (speed === null) return null;
  const ratio = speed.after.arithmeticNs / speed.before.arithmeticNs;
  return ratio > limit || ratio < 1 / limit ? { kind: 'core-speed', phase, ratio, limit } : null;
}

type Surroundings = NonNullable<Phase['surroundings']>;
