import { readdirSync, readFileSync } from 'node:fs';

/** One process as `/proc/PID/stat` tells it. Times are seconds of CPU; `startTicks` with the pid names a process for good. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** True once it is defunct: dead, and only waiting for its parent to read its exit. */
  readonly dead: boolean;
  readonly cpuS: number;
  /** CPU seconds of children that have ended and were waited for. */
  readonly endedChildrenCpuS: number;
  readonly startTicks: number;
  readonly residentMiB: number;
}

/** The kernel shows times to user space in units of 1/100 s on every architecture we start on (USER_HZ). */
const TICKS_PER_SECOND = 100;
const PAGES_PER_MIB = 256;

/** Reads one process; null when there is none of that pid (any more). */
export function readProcess(pid: number): ProcessStat | null {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(pid, text);
}

/** The command's name stands in parentheses and may itself hold spaces and parentheses, so fields count from the last one. */
export function parseStat(pid: number, text: string): ProcessStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  const state = fields[0];
  if (state === undefined || fields.length < 22) return null;
  return {
    pid,
    parent: field(4),
    group: field(5),
    session: field(6),
    dead: state === 'Z' || state === 'X',
    cpuS: (field(14) + field(15)) / TICKS_PER_SECOND,
    endedChildrenCpuS: (field(16) + field(17)) / TICKS_PER_SECOND,
    startTicks: field(22),
    residentMiB: field(24) / PAGES_PER_MIB,
  };
}

/** Every process this user can see, in no order. One pass costs some 20 us a process: not for a hot loop. */
export function readProcesses(): readonly ProcessStat[] {
  const found: ProcessStat[] = [];
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = readProcess(pid);
    if (stat !== null) found.push(stat);
  }
  return found;
}

/** The process `root` and all below it by parentage, defunct ones left out. */
export function descendants(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const children = new Map<number, ProcessStat[]>();
  for (const stat of all) {
    const siblings = children.get(stat.parent);
    if (siblings === undefined) children.set(stat.parent, [stat]);
    else siblings.push(stat);
  }
  const tree = all.filter((stat) => stat.pid === root);
  for (let next = 0; next < tree.length; next += 1) {
    const stat = tree[next];
    if (stat !== undefined) tree.push(...(children.get(stat.pid) ?? []));
  }
  return tree.filter((stat) => !stat.dead);
}

/** True while the process of that pid and start time runs; a defunct one does not. */
export function isAlive(pid: number, startTicks: number): boolean {
  const stat = readProcess(pid);
  return stat !== null && !stat.dead && stat.startTicks === startTicks;
}

/** The environment a process was started with, as its raw text; null when it cannot be read. */
export function readEnvironment(pid: number): string | null {
  return readProcFile(`/proc/${pid}/environ`);
}

/** A file of /proc vanishes with its process and is closed to other users: both mean "not known", so both are null. */
export function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
