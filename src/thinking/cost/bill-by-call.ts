import type { FunctionPrice, InstancePrice } from './price.ts';
import { growing, type Range } from './range.ts';

/** Calls of functions in a month: how many, how long, how often cold. */
export interface Calls {
  readonly perMonth: number;
  /** Time of a warm call; each is billed by the whole millisecond. */
  readonly warmMs: Range;
  /** Share of the calls that start an environment. */
  readonly coldShare: number;
  /** Time to start one, which is billed as well. */
  readonly initMs: Range;
  readonly memoryMiB: number;
}

const MILLION = 1e6;
const MS_PER_S = 1000;
const MIB_PER_GIB = 1024;

/**
 * Money a month for functions: the fee of each call, the time of all by their memory, and the time to start cold ones, which is billed
 * for all runtimes since 2025-08-01 (AWS Compute Blog). Free parts are taken off.
 */
export function functionBill(calls: Calls, price: FunctionPrice): Range {
  const { perMonth, warmMs, coldShare, initMs, memoryMiB } = calls;
  const gib = memoryMiB / MIB_PER_GIB;
  return growing([warmMs, initMs], ([warm = 0, init = 0]) => {
    const seconds = perMonth * (Math.ceil(warm) / MS_PER_S) + perMonth * coldShare * (init / MS_PER_S);
    const fee = (Math.max(0, perMonth - price.freeCalls) / MILLION) * price.perMillionCalls;
    return fee + Math.max(0, seconds * gib - price.freeGibSeconds) * price.perGibSecond;
  });
}

/** Requests to instances that each serve several at once. */
export interface Instances {
  readonly perMonth: number;
  /** Time of a request; billed by the started 100 ms of an instance with any request in it. */
  readonly timeMs: Range;
  /** CPU of a request. */
  readonly cpuUs: Range;
  /** Requests that an instance may serve at once. */
  readonly concurrency: number;
  readonly utilisation: number;
  readonly vcpu: number;
  readonly memoryMiB: number;
}

const US_PER_S = 1e6;

/**
 * Money a month for instances that are billed while they have a request. By Little's law the requests in flight fill their places; where
 * CPU is short before places are, CPU decides. Even traffic is taken: where requests come one at a time, with nothing between, it is more.
 */
export function instanceBill(instances: Instances, price: InstancePrice): Range {
  const { perMonth, timeMs, cpuUs, concurrency, utilisation, vcpu, memoryMiB } = instances;
  return growing([timeMs, cpuUs], ([ms = 0, us = 0]) => {
    const byPlaces = (perMonth * (ms / MS_PER_S)) / concurrency;
    const byCpu = (perMonth * (us / US_PER_S)) / (vcpu * utilisation);
    const seconds = Math.max(byPlaces, byCpu);
    const fee = (Math.max(0, perMonth - price.freeCalls) / MILLION) * price.perMillionCalls;
    const cpu = Math.max(0, seconds * vcpu - price.freeVcpuSeconds) * price.perVcpuSecond;
    const memory = Math.max(0, seconds * (memoryMiB / MIB_PER_GIB) - price.freeGibSeconds) * price.perGibSecond;
    return fee + cpu + memory;
  });
}
