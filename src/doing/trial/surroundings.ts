import { readdirSync } from 'node:fs';
import type { AllowedCores, CoreSpeed, Surroundings } from '../../thinking/measurement/surroundings.ts';
import type { HostState } from '../probe/probe.ts';
import { allowedCores, queueWaitS, readHostState } from '../probe/surroundings.ts';

/** What surrounds a round, at one quiet moment. */
export interface Moment {
  readonly host: HostState;
  readonly queueWaitS: number | null;
  /** The wall clock less the clock that never jumps, in ms: it changes only when somebody sets the wall clock. */
  readonly clockOffsetMs: number;
  readonly coreSpeed: CoreSpeed | null;
  readonly allowed: AllowedCores | null;
}

/** Whose surroundings are read, and by which clocks. */
export interface Surrounded {
  readonly contender: { pids(): readonly number[] };
  readonly generator: { pids(): readonly number[] };
  readonly cores: readonly number[];
  readonly clock: () => number;
  readonly now: () => Date;
}

export function readMoment(surrounded: Surrounded, coreSpeed: CoreSpeed | null): Moment {
  const { contender, generator, cores, clock, now } = surrounded;
  const pids = contender.pids();
  return {
    host: readHostState(cores),
    queueWaitS: queueWaitS(pids, tasksOf),
    allowed: readAllowed(pids, generator.pids()),
    clockOffsetMs: now().getTime() - clock(),
    coreSpeed,
  };
}

function readAllowed(contenderPids: readonly number[], generatorPids: readonly number[]): AllowedCores | null {
  const contender = allowedCores(contenderPids, tasksOf);
  const generator = allowedCores(generatorPids, tasksOf);
  return contender === null || generator === null ? null : { contender, generator };
}

/** The threads of a process; none once it has ended. */
export function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** What went on between two moments; a figure that either lacks is unknown. */
export function surroundingsOf(before: Moment, after: Moment): Omit<Surroundings, 'watched'> {
  const { host: from } = before;
  const { host: to } = after;
  return {
    pressureS: {
      cpu: apart(from.pressure.cpuS, to.pressure.cpuS),
      memory: apart(from.pressure.memoryS, to.pressure.memoryS),
      io: apart(from.pressure.ioS, to.pressure.ioS),
    },
    // Threads that end take their waiting with them, so the sum may shrink.
    queueWaitS: atLeastNone(apart(before.queueWaitS, after.queueWaitS)),
    swappedPages: apart(from.swappedPages, to.swappedPages),
    throttledS: apart(from.throttledS, to.throttledS),
    thermalEvents: apart(from.thermalEvents, to.thermalEvents),
    clockJumpMs: after.clockOffsetMs - before.clockOffsetMs,
    coreSpeed:
      before.coreSpeed === null || after.coreSpeed === null
        ? null
        : { before: before.coreSpeed, after: after.coreSpeed },
    cores: allowedAround(before.allowed, after.allowed),
  };
}

/** What was allowed at either moment. In between it is not looked at: only whoever means to deceive would set it twice in a phase. */
function allowedAround(before: AllowedCores | null, after: AllowedCores | null): AllowedCores | null {
  if (before === null || after === null) return null;
  return {
    contender: either(before.contender, after.contender),
    generator: either(before.generator, after.generator),
  };
}

function either(one: readonly number[], other: readonly number[]): readonly number[] {
  return [...new Set([...one, ...other])].toSorted((a, b) => a - b);
}

function apart(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : to - from;
}

function atLeastNone(value: number | null): number | null {
  return value === null ? null : Math.max(0, value);
}
