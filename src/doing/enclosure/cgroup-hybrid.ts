import { join } from 'node:path';

import { groupPids, makeGroup, ownGroups, readKey, removeGroup, setGroup, tryGroups } from './cgroup.ts';
import type { OwnGroups } from './cgroup.ts';
import type { Footed, Hold, HoldRequest, NewName } from './hold.ts';
import { setV1Limits, V1_LIMITS, v1OutOfMemory } from './v1-limits.ts';

/**
 * Limits through the v1 controllers, everything else through the v2 hierarchy that is mounted beside them: `cgroup.kill`, exact
 * CPU time (`cpu.stat` counts without any controller, in microseconds, ended processes included) and `cgroup.events`.
 */
export function footCgroupHybrid(newName: NewName, own: OwnGroups = ownGroups()): Footed {
  const v2 = own.v2;
  if (v2 === null) return refused('no cgroup2 hierarchy is mounted');
  const v1: string[] = [];
  for (const controller of V1_LIMITS) {
    const directory = own.v1.get(controller);
    if (directory === undefined) return refused(`the v1 controller ${controller} is not mounted`);
    v1.push(directory);
  }
  const place = (name: string): readonly string[] => {
    const group = newName(name);
    return [v2, ...v1].map((directory) => join(directory, group));
  };
  const reason = tryGroups(place('probe'), 'cgroup.kill');
  if (reason !== null) return refused(reason);
  return {
    ok: true,
    value: {
      rung: 'cgroup-hybrid',
      limits: { cores: 'cpuset', memory: 'kernel', pids: 'kernel', cpu: 'kernel' },
      traces: [],
      hold: (request) => holdHybrid(request, place(request.name)),
      close: () => undefined,
    },
  };
}

function holdHybrid(request: HoldRequest, groups: readonly string[]): Hold {
  const [v2 = '', cpuset = '', memory = '', pids = ''] = groups;
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
    pids: () => groupPids(v2),
    cpuSeconds: () => cpuSecondsOf(v2),
    kill: () => setGroup(v2, 'cgroup.kill', '1'),
    outOfMemory: () => v1OutOfMemory(memory),
    remove: () => readKey(v2, 'cgroup.events', 'populated') !== 1 && groups.map(removeGroup).every(Boolean),
  };
}

/** CPU seconds of a v2 group, from the microseconds of its `cpu.stat`. */
export function cpuSecondsOf(group: string): number {
  const used = readKey(group, 'cpu.stat', 'usage_usec');
  if (used === null) throw new Error(`${group}/cpu.stat does not say usage_usec`);
  return used / 1e6;
}

function refused(reason: string): Footed {
  return { ok: false, reason };
}
