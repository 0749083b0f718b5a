import type { VoidReason } from '../measurement/failure.ts';
import type { Phase } from '../measurement/phase.ts';
import type { GateLimits } from './limits.ts';

/**
 * What is wrong with where the processes of a phase may run, or null: a contender on cores it was not given, or on the generator's.
 * The CPU of both is known, so no other gate sees it; two equal contenders would come out equal, both of them slowed by the generator,
 * and CPU per request would hold the cost of its turns. The plan only says what was meant. What is asked here is what the kernel had
 * for the living threads, since others set it as well: whoever manages the machine's groups, or a contender that pins itself where
 * cores are kept by affinity only. That last would be the contender's own fault; it cannot be told from the others, so the round is void.
 *
 * Fewer cores than were given are the contender's own affair: a thread may well pin itself to one of them. The services' cores are not
 * looked at.
 */
export function misplacement(
  phase: string,
  { surroundings }: Phase,
  { contenderCores: given, apart }: GateLimits,
): VoidReason | null {
  const allowed = surroundings?.cores ?? null;
  if (allowed === null) return null;
  const { contender, generator } = allowed;
  if (contender.some((core) => !given.includes(core))) {
    return { kind: 'other-cores', phase, given, allowed: contender };
  }
  const cores = contender.filter((core) => generator.includes(core));
  return apart && cores.length > 0 ? { kind: 'same-cores', phase, cores } : null;
}
