import { spawnSync } from 'node:child_process';

import { readProcesses } from '../probe/processes.ts';
import { systemTool } from './command.ts';
import { NAMESPACE_INIT } from './entering.ts';
import type { Footed, Hold, HoldRequest, NewName } from './hold.ts';
import { watchMemory } from './memory-watch.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { followTree, MARKER_VARIABLE, onCores } from './process-tree.ts';

/** The least that holds a tree, then what may be added: a user namespace where we are not root, and a /proc of its own. */
const LEAST = ['--pid', '--fork', '--kill-child=KILL'];
const CHOICES = [
  [...LEAST, '--mount-proc'],
  ['--user', '--map-current-user', ...LEAST, '--mount-proc'],
  LEAST,
  ['--user', '--map-current-user', ...LEAST],
];

/**
 * A PID namespace: nothing can leave it, orphans stay below its process 1, and when that dies the kernel kills the rest.
 * There are no kernel limits here: cores by affinity, memory by looking.
 */
export function footPidNamespace(newName: NewName): Footed {
  const unshare = systemTool('unshare');
  if (unshare === null) return { ok: false, reason: 'unshare (package util-linux) is not installed' };
  let reason = '';
  for (const options of CHOICES) {
    const trial = spawnSync(unshare, [...options, '--', '/bin/sh', '-c', 'exit 0'], {
      encoding: 'utf8',
      timeout: 5000,
    });
    if (trial.status !== 0) {
      reason ||= trial.stderr.trim() || trial.error?.message || `unshare ended with ${trial.status}`;
      continue;
    }
    return {
      ok: true,
      value: {
        rung: 'pid-namespace',
        limits: {
          cores: systemTool('taskset') === null ? 'none' : 'affinity',
          memory: 'sampled',
          pids: 'none',
          cpu: 'process-sums',
        },
        traces: [],
        hold: (request) => holdNamespace(request, newName(request.name), [unshare, ...options, '--']),
        close: () => undefined,
      },
    };
  }
  return { ok: false, reason };
}

function holdNamespace(request: HoldRequest, marker: string, unshare: readonly string[]): Hold {
  const tree = followTree(marker);
  let root: number | null = null;
  let first: number | null = null;
  let watch: MemoryWatch | null = null;
  return {
    // The namespace dies with unshare by its parent-death signal; the marker covers the moment before that is set.
    traces: [{ kind: 'marker', text: `${MARKER_VARIABLE}=${marker}` }],
    groups: [],
    env: { [MARKER_VARIABLE]: marker },
    hasInit: true,
    make: () => undefined,
    // Pinned from the outside in: unshare and process 1 are of the tree too, and would else be allowed on the generator's cores.
    wrap: (argv) => [...onCores(request.cores), ...unshare, '/bin/sh', '-c', NAMESPACE_INIT, 'sh', ...argv],
    rooted: (pid) => {
      root = pid;
      tree.rooted(pid);
      if (request.memoryMiB !== null) watch = watchMemory(tree, request.memoryMiB);
    },
    firstPid: () => (first ??= root === null ? null : commandBelow(root)),
    pids: () => tree.members().map((stat) => stat.pid),
    cpuSeconds: () => tree.cpuSeconds(),
    kill: () => tree.kill(),
    outOfMemory: () => watch?.wasExceeded() ?? false,
    remove: () => {
      watch?.close();
      return tree.members().length === 0;
    },
  };
}

/** unshare's child is process 1 of the namespace, and the oldest child of that is the command. Null before it is there. */
function commandBelow(unshare: number): number | null {
  const all = readProcesses();
  const init = all.find((stat) => stat.parent === unshare);
  if (init === undefined) return null;
  const children = all.filter((stat) => stat.parent === init.pid);
  children.sort((one, other) => one.startTicks - other.startTicks || one.pid - other.pid);
  return children[0]?.pid ?? null;
}
