import { treeMemory } from '../probe/tree.ts';
import type { ProcessTree } from './process-tree.ts';

const LOOK_EVERY_MS = 200;

/** Ends a tree that goes over its memory limit, where no kernel does. */
export interface MemoryWatch {
  wasExceeded(): boolean;
  close(): void;
}

/**
 * Looks at the tree's memory five times a second. Resident sizes are cheap but count shared pages once for each process, so only
 * when their sum is over the limit is the proportional size read, which decides.
 */
export function watchMemory(tree: ProcessTree, limitMiB: number): MemoryWatch {
  let exceeded = false;
  const timer = setInterval(() => {
    const members = tree.members();
    const resident = members.reduce((sum, stat) => sum + stat.residentMiB, 0);
    if (resident <= limitMiB) return;
    const proportional = treeMemory(members.map((stat) => stat.pid)) ?? resident;
    if (proportional <= limitMiB) return;
    exceeded = true;
    tree.kill();
  }, LOOK_EVERY_MS);
  timer.unref();
  return { wasExceeded: () => exceeded, close: () => clearInterval(timer) };
}
