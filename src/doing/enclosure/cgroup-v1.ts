import { join } from 'node:path';

import { groupPids, makeGroup, ownGroups, readGroup, removeGroup, setGroup, tryGroups } from './cgroup.ts';
import type { OwnGroups } from './cgroup.ts';
import type { Footed, Hold, HoldRequest, NewName } from './hold.ts';
import { setV1Limits, V1_LIMITS, v1OutOfMemory } from './v1-limits.ts';

const CONTROLLERS = ['freezer', ...V1_LIMITS, 'cpuacct'] as const;

/** Everything through v1: limits as on the hybrid rung, CPU time by cpuacct, and death by freezing all and then killing each. */
export function footCgroupV1(newName: NewName, own: OwnGroups = ownGroups()): Footed {
  const parents: string[] = [];
  for (const controller of CONTROLLERS) {
    const directory = own.v1.get(controller);
    if (directory === undefined) return { ok: false, reason: `the v1 controller ${controller} is not mounted` };
    parents.push(directory);
  }
  const place = (name: string): readonly string[] => {
    const group = newName(name);
    return parents.map((directory) => join(directory, group));
  };
  const reason = tryGroups(place('probe'), 'freezer.state');
  if (reason !== null) return { ok: false, reason };
  return {
    ok: true,
    value: {
      rung: 'cgroup-v1',
      limits: { cores: 'cpuset', memory: 'kernel', pids: 'kernel', cpu: 'kernel' },
      traces: [],
      hold: (request) => holdV1(request, place(request.name)),
      close: () => undefined,
    },
  };
}

function holdV1(request: HoldRequest, groups: readonly string[]): Hold {
  const [freezer = '', cpuset = '', memory = '', pids = '', cpuacct = ''] = groups;
  let root: number | null = null;
  return {
    traces: groups.map((path) => ({ kind: 'group', path })),
    groups,
    env: {},
    hasInit: false,
    make: () => {
      for (const group of groups) makeGroup(group);
      setV1Limits(request, { cpuset, memory, pids });
    },
    wrap: (argv) => argv,
    rooted: (pid) => {
      root = pid;
    },
    firstPid: () => root,
    pids: () => groupPids(freezer),
    cpuSeconds: () => Number(readGroup(cpuacct, 'cpuacct.usage')) / 1e9,
    kill: () => killFrozen(freezer),
    outOfMemory: () => v1OutOfMemory(memory),
    remove: () => groupPids(freezer).length === 0 && groups.map(removeGroup).every(Boolean),
  };
}

/** Frozen, a tree cannot fork away from under us; a frozen process takes its SIGKILL once it is thawed. */
function killFrozen(freezer: string): void {
  setGroup(freezer, 'freezer.state', 'FROZEN');
  try {
    for (const pid of groupPids(freezer)) killOne(pid);
  } finally {
    setGroup(freezer, 'freezer.state', 'THAWED');
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
