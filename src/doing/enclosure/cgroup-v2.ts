import { dirname, join } from 'node:path';

import { cpuSecondsOf } from './cgroup-hybrid.ts';
import {
  groupPids,
  hasFile,
  makeGroup,
  ownGroups,
  readGroup,
  readKey,
  removeGroup,
  setGroup,
  tryGroups,
} from './cgroup.ts';
import type { OwnGroups } from './cgroup.ts';
import type { Footed, Hold, HoldRequest, NewName, Trace } from './hold.ts';

/** Without all three a limit would be missing, and then the rung would promise more than it keeps. */
const CONTROLLERS = ['cpuset', 'memory', 'pids'] as const;

/**
 * Everything from the v2 hierarchy. A v2 group holds processes or hands controllers on, not both, so we first move into a leaf
 * below our own group. That is refused where somebody else is in our group too (a terminal's shell); then a group of our own
 * is needed, which `systemd-run --user --scope -p Delegate=yes` gives.
 */
export function footCgroupV2(
  newName: NewName,
  own: OwnGroups = ownGroups(),
  controllers: readonly string[] = CONTROLLERS,
): Footed {
  const parent = own.v2;
  if (parent === null) return { ok: false, reason: 'no cgroup2 hierarchy is mounted' };
  const offered = listOf(parent, 'cgroup.controllers');
  const missing = controllers.filter((controller) => !offered.includes(controller));
  if (missing.length > 0) return { ok: false, reason: `cgroup v2 does not offer ${missing.join(', ')} in ${parent}` };
  const reason = tryGroups([join(parent, newName('probe'))], 'cgroup.kill');
  if (reason !== null) return { ok: false, reason };
  const given = handOn(parent, newName('self'), controllers);
  if (!given.ok) return given;
  const { leaf } = given;
  return {
    ok: true,
    value: {
      rung: 'cgroup-v2',
      limits: { cores: 'cpuset', memory: 'kernel', pids: 'kernel', cpu: 'kernel' },
      traces: leaf === null ? [] : [{ kind: 'leaf', path: leaf } satisfies Trace],
      hold: (request) => holdV2(request, join(parent, newName(request.name))),
      close: () => {
        if (leaf !== null) leaveLeaf(leaf, controllers);
      },
    },
  };
}

type HandedOn = { readonly ok: true; readonly leaf: string | null } | { readonly ok: false; readonly reason: string };

function handOn(parent: string, name: string, controllers: readonly string[]): HandedOn {
  const given = listOf(parent, 'cgroup.subtree_control');
  if (controllers.every((controller) => given.includes(controller))) return { ok: true, leaf: null };
  const leaf = join(parent, name);
  try {
    makeGroup(leaf);
    setGroup(leaf, 'cgroup.procs', String(process.pid));
    setGroup(parent, 'cgroup.subtree_control', controllers.map((controller) => `+${controller}`).join(' '));
    return { ok: true, leaf };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    setGroup(parent, 'cgroup.procs', String(process.pid));
    removeGroup(leaf);
    return {
      ok: false,
      reason: `${why}; a group of its own is needed, such as systemd-run --user --scope -p Delegate=yes gives`,
    };
  }
}

/** Processes that were started from us outside any hold, the janitor among them, are in the leaf as well and go with us. */
function leaveLeaf(leaf: string, controllers: readonly string[]): void {
  const parent = dirname(leaf);
  setGroup(parent, 'cgroup.subtree_control', controllers.map((controller) => `-${controller}`).join(' '));
  for (const pid of groupPids(leaf)) setGroup(parent, 'cgroup.procs', String(pid));
  removeGroup(leaf);
}

function holdV2(request: HoldRequest, group: string): Hold {
  let root: number | null = null;
  return {
    traces: [{ kind: 'group', path: group }],
    groups: [group],
    env: {},
    hasInit: false,
    make: () => {
      makeGroup(group);
      if (request.cores !== null) setGroup(group, 'cpuset.cpus', request.cores.join(','));
      if (request.memoryMiB !== null) {
        setGroup(group, 'memory.max', String(request.memoryMiB * 1024 * 1024));
        if (hasFile(group, 'memory.swap.max')) setGroup(group, 'memory.swap.max', '0');
      }
      if (request.pids !== null) setGroup(group, 'pids.max', String(request.pids));
    },
    wrap: (argv) => argv,
    rooted: (pid) => {
      root = pid;
    },
    firstPid: () => root,
    pids: () => groupPids(group),
    cpuSeconds: () => cpuSecondsOf(group),
    kill: () => setGroup(group, 'cgroup.kill', '1'),
    outOfMemory: () => (readKey(group, 'memory.events', 'oom_kill') ?? 0) > 0,
    remove: () => readKey(group, 'cgroup.events', 'populated') !== 1 && removeGroup(group),
  };
}

function listOf(group: string, file: string): readonly string[] {
  return (readGroup(group, file) ?? '').split(' ').filter((word) => word !== '');
}
