import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { HostCpu } from './probe.ts';

const TICKS_PER_SECOND = 100;

/** The scheduler's account of all tasks by core, in ns, where cgroup v1 shows the machine's root group. */
const ACCOUNT = '/sys/fs/cgroup/cpuacct/cpuacct.usage_percpu';

/** What the given cores have spent since boot, in seconds; null where /proc/stat cannot be read or lacks one of them. */
export function readHostCpu(cores: readonly number[]): HostCpu | null {
  const stat = readText('/proc/stat');
  if (stat === null) return null;
  return accounted(parseHostCpu(stat, cores), readText(ACCOUNT), cores);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return null;
  }
}

/** An account that differs more than this from the ticks since boot is of a container's group, not of the machine's. */
const SAME_MACHINE = 0.25;

/**
 * The ticks' reading with its busy time taken from the scheduler's account, where that is the machine's. Ticks sample: on a core
 * that is half busy their sum over half a second is off by 35 ms one time in three, more than the gate on strangers allows.
 */
export function accounted(ticks: HostCpu | null, account: string | null, cores: readonly number[]): HostCpu | null {
  if (ticks === null || account === null) return ticks;
  const byCore = account.trim().split(/\s+/u).map(Number);
  const busyS = cores.reduce((sum, core) => sum + (byCore[core] ?? Number.NaN), 0) / 1e9;
  const same = Math.abs(busyS - ticks.busyS) <= SAME_MACHINE * ticks.busyS;
  return same ? { ...ticks, busyS, exact: true } : ticks;
}

/** As `readHostCpu`, from the file's text. Guest time is left out, since it is counted in user time already. */
export function parseHostCpu(text: string, cores: readonly number[]): HostCpu | null {
  const lines = new Map<string, readonly number[]>();
  for (const line of text.split('\n')) {
    const [name = '', ...fields] = line.split(/\s+/u);
    lines.set(name, fields.map(Number));
  }
  let busy = 0;
  let stolen = 0;
  for (const core of cores) {
    const line = lines.get(`cpu${core}`);
    if (line === undefined) return null;
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line;
    busy += user + nice + system + irq + softirq;
    stolen += steal;
  }
  return { busyS: busy / TICKS_PER_SECOND, stealS: stolen / TICKS_PER_SECOND, exact: false };
}

/**
 * Share of one core's time that others kept the cores busy over a moment in which this program sleeps. Its own compiler and
 * collector may still be at work then; their time is taken off. Null where it cannot be read.
 */
export async function busyShare(cores: readonly number[], forMs: number): Promise<number | null> {
  const before = readHostCpu(cores);
  const ownBefore = process.cpuUsage();
  await sleep(forMs);
  const own = process.cpuUsage(ownBefore);
  const after = readHostCpu(cores);
  if (before === null || after === null) return null;
  const others = after.busyS - before.busyS - (own.user + own.system) / 1e6;
  return Math.max(0, others) / (forMs / 1000);
}
