import { dirname } from 'node:path';

import { hasFile, readGroup, readKey, setGroup } from './cgroup.ts';
import type { HoldRequest } from './hold.ts';

/** The v1 controllers that limit a tree, in the order in which their groups are listed. */
export const V1_LIMITS = ['cpuset', 'memory', 'pids'] as const;

/** One tree's group in each of them. */
export interface V1Groups {
  readonly cpuset: string;
  readonly memory: string;
  readonly pids: string;
}

/**
 * Sets the limits. A new cpuset group has no cores and no memory nodes and takes no process before it has both. Where the
 * kernel accounts swap the limit covers memory and swap together; otherwise a tree would swap instead of meeting its limit.
 */
export function setV1Limits(request: HoldRequest, groups: V1Groups): void {
  const parent = dirname(groups.cpuset);
  const cores = request.cores === null ? readGroup(parent, 'cpuset.cpus') : request.cores.join(',');
  setGroup(groups.cpuset, 'cpuset.cpus', cores ?? '');
  setGroup(groups.cpuset, 'cpuset.mems', readGroup(parent, 'cpuset.mems') ?? '0');
  if (request.memoryMiB !== null) {
    const bytes = String(request.memoryMiB * 1024 * 1024);
    setGroup(groups.memory, 'memory.limit_in_bytes', bytes);
    if (hasFile(groups.memory, 'memory.memsw.limit_in_bytes')) {
      setGroup(groups.memory, 'memory.memsw.limit_in_bytes', bytes);
    }
  }
  if (request.pids !== null) setGroup(groups.pids, 'pids.max', String(request.pids));
}

/** True once the kernel has killed a process of the group for want of memory. */
export function v1OutOfMemory(memory: string): boolean {
  return (readKey(memory, 'memory.oom_control', 'oom_kill') ?? 0) > 0;
}
