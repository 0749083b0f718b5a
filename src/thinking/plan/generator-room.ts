import type { Scenario } from '../scenario/scenario.ts';

/**
 * The most that is offered, as a share of the generator ceiling. At a rate each request may wake the generator by itself, where in a
 * closed loop many share a wake-up, and arrivals come in bursts; up to here it holds a rate within 0.1 %. Beyond it its own lateness
 * would void the rounds of contenders that are fast, and of no others.
 */
export const MOST_OF_CEILING = 0.6;

/** The highest rate that may be offered where the generator reaches `ceilingPerS`. */
export function mostOffered(ceilingPerS: number): number {
  return MOST_OF_CEILING * ceilingPerS;
}

/** A scenario that names a rate which this machine's generator cannot offer honestly. */
export interface RateRefusal {
  readonly askedPerS: number;
  readonly ceilingPerS: number;
  readonly connections: number;
}

/** Why the scenario is not measured here, or null. A share of the slowest is capped instead: nobody asked for its number. */
export function rateRefusal({ arrivals, connections }: Scenario['load'], ceilingPerS: number): RateRefusal | null {
  if (arrivals.kind === 'closed' || arrivals.rate.kind !== 'absolute') return null;
  const { perSecond } = arrivals.rate;
  return perSecond > mostOffered(ceilingPerS) ? { askedPerS: perSecond, ceilingPerS, connections } : null;
}
