import type { GeneratorVerdict } from './phase.ts';

/**
 * What the generator measured of itself against the null server: below these figures no contender can come, since they are what
 * this machine and the generator take. A percentile whose tail was too thin is null.
 */
export interface GeneratorFloor {
  readonly ratePerS: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly sendLagP99Us: number | null;
  readonly cpuUsPerRequest: number | null;
  /** The generator's word on itself at that rate: whether it can offer it at all. */
  readonly verdict: GeneratorVerdict;
}

/** What the generator can do on the cores and connections of a scenario. */
export interface GeneratorLimits {
  /** Correct answers per second of the null server in a closed loop: the generator ceiling. */
  readonly ceilingPerS: number;
  readonly connections: number;
  /** Null in a closed loop, where nothing is due, and where no common rate was found. */
  readonly floor: GeneratorFloor | null;
}
