import { systemTool } from './command.ts';
import type { Footed, Hold, HoldRequest, NewName } from './hold.ts';
import { watchMemory } from './memory-watch.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { followTree, MARKER_VARIABLE, onCores } from './process-tree.ts';

/**
 * The lowest rung, for a user without groups and namespaces: a session of its own, a marker in the environment, and looks at
 * /proc. A process that cleans its environment and leaves group, session and parent between two looks would escape.
 */
export function footProcessGroup(newName: NewName): Footed {
  return {
    ok: true,
    value: {
      rung: 'process-group',
      limits: {
        cores: systemTool('taskset') === null ? 'none' : 'affinity',
        memory: 'sampled',
        pids: 'none',
        cpu: 'process-sums',
      },
      traces: [],
      hold: (request) => holdGroup(request, newName(request.name)),
      close: () => undefined,
    },
  };
}

function holdGroup(request: HoldRequest, marker: string): Hold {
  const tree = followTree(marker);
  let root: number | null = null;
  let watch: MemoryWatch | null = null;
  return {
    traces: [{ kind: 'marker', text: `${MARKER_VARIABLE}=${marker}` }],
    groups: [],
    env: { [MARKER_VARIABLE]: marker },
    hasInit: false,
    make: () => undefined,
    wrap: (argv) => [...onCores(request.cores), ...argv],
    rooted: (pid) => {
      root = pid;
      tree.rooted(pid);
      if (request.memoryMiB !== null) watch = watchMemory(tree, request.memoryMiB);
    },
    firstPid: () => root,
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
