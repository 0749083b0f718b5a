import type { CoreSplit } from '../machine/machine.ts';

/** Limits beyond which a round is void. They are fixed before the data and never look at what was measured. */
export interface GateLimits {
  /** CPU of others on all cores together, as a share of one core's time. */
  readonly foreignShare: number;
  /** Time the hypervisor gave to others, as a share of all the cores' time, as `top` shows it. */
  readonly stealShare: number;
  /** Readings up to this are not told from zero: the kernel counts in ticks of 10 ms on each core. */
  readonly resolutionS: number;
  readonly cores: number;
  /** The cores that the contender was given. */
  readonly contenderCores: readonly number[];
  /** Whether the generator has others; false where the machine has a single one. */
  readonly apart: boolean;
  /** Share of the phase in which some task of the machine waited for memory. */
  readonly memoryPressure: number;
  /** Share of the phase for which a quota may hold back the group that all runs in. */
  readonly throttledShare: number;
  readonly clockJumpMs: number;
  /** How many times slower or faster the contender's core may be after a phase than before it. */
  readonly coreSpeedRatio: number;
  /** By what share requests in flight, by Little's law, may miss the connections of a closed loop. */
  readonly inFlightShare: number;
}

/** The limits for a machine split like this. Where they come from stands in METHODOLOGY.md, section 8. */
export function gateLimits(cores: CoreSplit): GateLimits {
  const count = new Set([...cores.contender, ...cores.rest]).size;
  return {
    foreignShare: 0.05,
    stealShare: 0.1,
    resolutionS: 0.01 * (count + 1),
    cores: count,
    contenderCores: cores.contender,
    apart: !cores.shared,
    memoryPressure: 0.01,
    throttledShare: 0.01,
    clockJumpMs: 50,
    coreSpeedRatio: 2,
    inFlightShare: 0.1,
  };
}

/**
 * The limits for a contender whose memory is limited. Near its limit it waits for memory that is its own, and the kernel counts that
 * with what all others wait: it is what the scenario asks about, and no disturbance.
 */
export function squeezed(limits: GateLimits, memoryLimitMiB: number | null): GateLimits {
  return memoryLimitMiB === null ? limits : { ...limits, memoryPressure: Infinity };
}

/** The limits for a contender on cores of its own choosing: where they are the generator's too, the two cannot be apart. */
export function gatesOn(limits: GateLimits, given: readonly number[]): GateLimits {
  const within = given.every((core) => limits.contenderCores.includes(core));
  return { ...limits, contenderCores: given, apart: limits.apart && within };
}
