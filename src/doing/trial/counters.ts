import type { CpuBill } from '../../thinking/measurement/phase.ts';
import { readHostCpu } from '../probe/cpu.ts';
import type { HostCpu } from '../probe/probe.ts';

/** Whose CPU time a phase is billed to. */
export interface Spenders {
  readonly contender: { cpuSeconds(): number };
  readonly generator: { cpuSeconds(): number };
  readonly services: readonly { cpuSeconds(): number }[];
  /** Of ours, beside this process itself. */
  readonly watch: { cpuSeconds(): number } | null;
  readonly cores: readonly number[];
  readonly clock: () => number;
}

/** All counters at one quiet moment. */
export interface Reading {
  readonly atMs: number;
  readonly contenderS: number;
  readonly generatorS: number;
  readonly servicesS: number | null;
  readonly bakeoffS: number;
  readonly host: HostCpu | null;
  readonly cores: number;
}

export function readCounters(spenders: Spenders): Reading {
  const own = process.cpuUsage();
  return {
    atMs: spenders.clock(),
    contenderS: spenders.contender.cpuSeconds(),
    generatorS: spenders.generator.cpuSeconds(),
    servicesS:
      spenders.services.length === 0 ? null : spenders.services.reduce((sum, one) => sum + one.cpuSeconds(), 0),
    bakeoffS: (own.user + own.system) / 1e6 + (spenders.watch?.cpuSeconds() ?? 0),
    host: readHostCpu(spenders.cores),
    cores: spenders.cores.length,
  };
}

/** Counters are read one after the other, a millisecond or two apart. */
const EXACT_WITHIN_S = 0.005;
const TICK_S = 0.01;

/** Three standard deviations of a sum of ticks that each find a core busy with even chance, the worst case. */
function tickErrorS(wallS: number, cores: number): number {
  return 3 * TICK_S * 0.5 * Math.sqrt((wallS / TICK_S) * cores);
}

/** What was spent between two readings. Foreign time is what the machine was busy with beyond all we know of, never below zero. */
export function bill(before: Reading, after: Reading): CpuBill {
  const contenderS = after.contenderS - before.contenderS;
  const generatorS = after.generatorS - before.generatorS;
  const servicesS = before.servicesS === null || after.servicesS === null ? null : after.servicesS - before.servicesS;
  const bakeoffS = after.bakeoffS - before.bakeoffS;
  const wallS = (after.atMs - before.atMs) / 1000;
  const known = contenderS + generatorS + (servicesS ?? 0) + bakeoffS;
  const host =
    before.host === null || after.host === null
      ? null
      : { busyS: after.host.busyS - before.host.busyS, stealS: after.host.stealS - before.host.stealS };
  return {
    wallS,
    contenderS,
    generatorS,
    servicesS,
    bakeoffS,
    foreignS: host === null ? null : Math.max(0, host.busyS - known),
    foreignErrorS:
      after.host?.exact === true && before.host?.exact === true ? EXACT_WITHIN_S : tickErrorS(wallS, after.cores),
    stealS: host?.stealS ?? null,
  };
}
