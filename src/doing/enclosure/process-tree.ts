import { systemTool } from './command.ts';
import { descendants, readEnvironment, readProcess, readProcesses } from '../probe/processes.ts';
import type { ProcessStat } from '../probe/processes.ts';

/** The variable that every process of a tree inherits; the name of the tree is its value. */
export const MARKER_VARIABLE = 'BAKEOFF_TREE';

/** Follows a tree without any help of control groups, by looking at /proc. */
export interface ProcessTree {
  rooted(pid: number): void;
  /** The processes of the tree now, dead ones left out. */
  members(): readonly ProcessStat[];
  /** CPU seconds of living members and of the ended children they waited for; never less than it was. */
  cpuSeconds(): number;
  kill(): void;
}

/**
 * A tree is everything below its root, in the root's group or session, or born with the marker; and who was once in it stays
 * in it, though it sheds all of these later. Only a process that does all that between two looks is missed.
 */
export function followTree(marker: string): ProcessTree {
  const known = new Map<number, number>();
  const strangers = new Map<number, number>();
  let root: number | null = null;
  let most = 0;
  const isMember = (stat: ProcessStat): boolean => {
    if (known.get(stat.pid) === stat.startTicks) return true;
    if (root !== null && (stat.group === root || stat.session === root)) return true;
    if (strangers.get(stat.pid) === stat.startTicks) return false;
    if (readEnvironment(stat.pid)?.includes(`${MARKER_VARIABLE}=${marker}\0`) === true) return true;
    strangers.set(stat.pid, stat.startTicks);
    return false;
  };
  const members = (): readonly ProcessStat[] => {
    const all = readProcesses();
    const found = new Map<number, ProcessStat>();
    for (const stat of all) {
      if (stat.dead || !isMember(stat)) continue;
      for (const below of descendants(stat.pid, all)) found.set(below.pid, below);
    }
    known.clear();
    for (const stat of found.values()) known.set(stat.pid, stat.startTicks);
    return [...found.values()];
  };
  return {
    rooted: (pid) => {
      root = pid;
    },
    members,
    cpuSeconds: () => {
      const sum = members().reduce((total, stat) => total + stat.cpuS + stat.endedChildrenCpuS, 0);
      most = Math.max(most, sum);
      return most;
    },
    kill: () => killMembers(members()),
  };
}

/** Stops them all before it kills the first, so that no parent sees a child die and makes another. */
export function killMembers(members: readonly ProcessStat[]): void {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const stat of members) signalThat(stat, signal);
}

/** Signals a process, unless another one has its pid by now or it has ended. */
function signalThat(stat: ProcessStat, signal: 'SIGSTOP' | 'SIGKILL'): void {
  if (readProcess(stat.pid)?.startTicks !== stat.startTicks) return;
  try {
    process.kill(stat.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** `taskset` before a command, where cores are asked for and it is installed. */
export function onCores(cores: readonly number[] | null): readonly string[] {
  const taskset = systemTool('taskset');
  return cores === null || taskset === null ? [] : [taskset, '-c', cores.join(',')];
}
