import { growing, type Range } from './range.ts';

/** What a service was measured to take. */
export interface Measured {
  /** CPU of its whole tree per request, at the load that is planned for, µs: never that of a light load, which pays for waking up. */
  readonly cpuUs: Range;
  /** Memory of one replica at rest. */
  readonly idleMiB: Range;
  /** Memory of each request in flight, or connection. */
  readonly perRequestMiB: Range;
  /** Mean time of a request in it. */
  readonly timeMs: Range;
}

/** Traffic, and how much is kept ready for it. */
export interface Demand {
  /** Mean rate. */
  readonly perSecond: number;
  /** The busiest minute ÷ the mean. */
  readonly peakFactor: number;
  /** Share of a core that is meant to be busy in that minute. */
  readonly utilisation: number;
  /** Fewest replicas, so that one may fail. */
  readonly leastReplicas: number;
  /** Memory that is asked for ÷ memory that is needed. */
  readonly memoryHeadroom: number;
  /** vCPUs that do the work of one of the measured cores: a vCPU is usually half a physical core on x86 and a whole one on Arm. */
  readonly vcpuPerCore: number;
}

/** What all replicas together need. */
export interface Need {
  readonly vcpu: Range;
  /** For what is in flight, in all of them together; each replica's own memory at rest comes to it. */
  readonly flightMiB: Range;
  readonly idleMiB: Range;
}

const US_PER_S = 1e6;
const MS_PER_S = 1000;

/**
 * CPU and memory for the busiest minute: rate × CPU of a request ÷ utilisation, and by Little's law rate × time requests in flight, each
 * with its memory. All grow with the traffic.
 */
export function needOf({ cpuUs, idleMiB, perRequestMiB, timeMs }: Measured, demand: Demand): Need {
  const peak = demand.perSecond * demand.peakFactor;
  const vcpu = growing([cpuUs], ([us = 0]) => (peak * (us / US_PER_S) * demand.vcpuPerCore) / demand.utilisation);
  const flightMiB = growing(
    [perRequestMiB, timeMs],
    ([mib = 0, ms = 0]) => peak * (ms / MS_PER_S) * mib * demand.memoryHeadroom,
  );
  return { vcpu, flightMiB, idleMiB: growing([idleMiB], ([mib = 0]) => mib * demand.memoryHeadroom) };
}

/** What sets the number of replicas. */
export type Binding = 'cpu' | 'memory' | 'least replicas';

export type Replicas =
  | { readonly kind: 'fits'; readonly n: number; readonly binding: Binding }
  /** One of them at rest takes more than there is. */
  | { readonly kind: 'too-small' };

/** Corners of a need: all numbers of it at once. */
export interface Corner {
  readonly vcpu: number;
  readonly flightMiB: number;
  readonly idleMiB: number;
}

/** Replicas of a size that hold the need; the first of CPU, memory and the least number that asks for most is named. */
export function replicasOf(
  corner: Corner,
  size: { readonly vcpu: number; readonly mib: number },
  least: number,
): Replicas {
  const free = size.mib - corner.idleMiB;
  if (free < 0 || (free === 0 && corner.flightMiB > 0)) return { kind: 'too-small' };
  const byCpu = wholes(corner.vcpu, size.vcpu);
  const byMemory = corner.flightMiB === 0 ? 0 : wholes(corner.flightMiB, free);
  const n = Math.max(least, byCpu, byMemory);
  const binding = n === least ? 'least replicas' : n === byCpu ? 'cpu' : 'memory';
  return { kind: 'fits', n, binding };
}

/** A hundredth of a millionth more than a whole number is rounding, not another replica. */
const ROUNDING = 1e-8;

function wholes(need: number, size: number): number {
  return Math.ceil(need / size - ROUNDING);
}

/** The need at its values, its lowest and its highest. */
export function cornersOf({ vcpu, flightMiB, idleMiB }: Need): Readonly<Record<keyof Range, Corner>> {
  const at = (key: keyof Range): Corner => ({ vcpu: vcpu[key], flightMiB: flightMiB[key], idleMiB: idleMiB[key] });
  return { value: at('value'), low: at('low'), high: at('high') };
}
