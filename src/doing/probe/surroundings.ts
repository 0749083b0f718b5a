import { readFileSync } from 'node:fs';
import { parseCoreList } from './host.ts';
import type { HostState } from './probe.ts';
import { readPressure } from './pressure.ts';

/** Totals since boot of what disturbs a measurement from outside; a figure the kernel does not give is null. */
export function readHostState(cores: readonly number[]): HostState {
  return {
    pressure: readPressure(),
    swappedPages: parseSwapped(readText('/proc/vmstat')),
    throttledS: ownThrottledS(),
    thermalEvents: thermalEvents(cores),
  };
}

/** Pages read from and written to swap since boot. */
export function parseSwapped(vmstat: string | null): number | null {
  const read = /^pswpin (\d+)$/mu.exec(vmstat ?? '')?.[1];
  const written = /^pswpout (\d+)$/mu.exec(vmstat ?? '')?.[1];
  return read === undefined || written === undefined ? null : Number(read) + Number(written);
}

/** Seconds for which a quota held back the group of a `cpu.stat`: µs in version 2, ns in version 1. */
export function parseThrottled(stat: string | null): number | null {
  const v2 = /^throttled_usec (\d+)$/mu.exec(stat ?? '')?.[1];
  if (v2 !== undefined) return Number(v2) / 1e6;
  const v1 = /^throttled_time (\d+)$/mu.exec(stat ?? '')?.[1];
  return v1 === undefined ? null : Number(v1) / 1e9;
}

/** A quota on the container we are in holds back contender, generator and us alike. */
function ownThrottledS(): number | null {
  const groups = readText('/proc/self/cgroup') ?? '';
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(?<path>.*)$/mu.exec(groups)?.groups?.['path'];
  const v2 = /^0::(?<path>.*)$/mu.exec(groups)?.groups?.['path'];
  return (
    parseThrottled(v1 === undefined ? null : readText(`/sys/fs/cgroup/cpu${v1}/cpu.stat`)) ??
    parseThrottled(v2 === undefined ? null : readText(`/sys/fs/cgroup${v2}/cpu.stat`))
  );
}

/** Times the cores were slowed for their heat; null where no core tells. */
function thermalEvents(cores: readonly number[]): number | null {
  const counts = cores.flatMap((core) => {
    const text = readText(`/sys/devices/system/cpu/cpu${core}/thermal_throttle/core_throttle_count`);
    return text === null ? [] : [Number(text)];
  });
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Seconds that the threads of these processes have waited for a core though they could have run, summed over the threads alive
 * now; null where the kernel does not count it. A thread that ends takes its waiting with it.
 */
export function queueWaitS(pids: readonly number[], tasksOf: (pid: number) => readonly string[]): number | null {
  let sum = 0;
  let read = 0;
  for (const pid of pids) {
    for (const task of tasksOf(pid)) {
      const waited = readText(`/proc/${pid}/task/${task}/schedstat`)?.split(' ')[1];
      if (waited === undefined) continue;
      sum += Number(waited) / 1e9;
      read += 1;
    }
  }
  return read === 0 ? null : sum;
}

/**
 * The cores that the threads of these processes are allowed on, each once, ascending; null where none can be read. By thread and not
 * by process: threads pin themselves.
 */
export function allowedCores(
  pids: readonly number[],
  tasksOf: (pid: number) => readonly string[],
): readonly number[] | null {
  const found = new Set<number>();
  for (const pid of pids) {
    for (const task of tasksOf(pid)) {
      for (const core of parseAllowed(readText(`/proc/${pid}/task/${task}/status`)) ?? []) found.add(core);
    }
  }
  return found.size === 0 ? null : [...found].toSorted((one, other) => one - other);
}

/** The cores in the text of a thread's `status`; null where it does not tell. */
export function parseAllowed(status: string | null): readonly number[] | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/mu.exec(status ?? '')?.[1];
  return list === undefined ? null : parseCoreList(list);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
