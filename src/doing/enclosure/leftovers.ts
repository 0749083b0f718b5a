import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { readEnvironment, readProcesses } from '../probe/processes.ts';
import type { ProcessStat } from '../probe/processes.ts';
import { groupPids, hasFile, ownGroups, removeGroup, setGroup } from './cgroup.ts';
import { isOrphaned } from './owner.ts';
import { killMembers, MARKER_VARIABLE } from './process-tree.ts';

const ATTEMPTS = 200;
const LOOK_EVERY_MS = 10;

/**
 * Removes groups, processes and temporary directories of earlier runs whose owner is dead: all of it is known by the mark in
 * its own name, none by what it looks like. The janitor normally leaves nothing to do here. Returns what was removed.
 */
export async function removeLeftovers(temporary: string): Promise<readonly string[]> {
  const removed: string[] = [];
  const own = ownGroups();
  for (const parent of [own.v2, ...own.v1.values()]) {
    if (parent === null) continue;
    for (const name of orphansIn(parent)) {
      const group = join(parent, name);
      if (await ifOurs(() => removeOrphan(group))) removed.push(group);
    }
  }
  const strays = markedStrays();
  killMembers(strays);
  removed.push(...strays.map((stat) => `process ${stat.pid}`));
  for (const name of orphansIn(temporary)) {
    const directory = join(temporary, name);
    const isRemoved = await ifOurs(() => {
      rmSync(directory, { recursive: true, force: true });
      return true;
    });
    if (isRemoved) removed.push(directory);
  }
  return removed;
}

/** A place that cannot be listed holds nothing that this user made. */
function orphansIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent).filter(isOrphaned);
  } catch {
    return [];
  }
}

/** What another user left is for that user to remove, and is no reason for us not to start. */
async function ifOurs(remove: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await remove();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return false;
    throw error;
  }
}

async function removeOrphan(group: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (removeGroup(group)) return true;
    if (hasFile(group, 'cgroup.kill')) setGroup(group, 'cgroup.kill', '1');
    else for (const pid of groupPids(group)) killQuietly(pid);
    if (hasFile(group, 'freezer.state')) setGroup(group, 'freezer.state', 'THAWED');
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself; whether the group is empty is looked at again.
  }
}

function markedStrays(): readonly ProcessStat[] {
  const marker = new RegExp(`(?:^|\\0)${MARKER_VARIABLE}=([^\\0]+)\\0`, 'u');
  return readProcesses().filter((stat) => {
    if (stat.dead) return false;
    const [, name] = marker.exec(readEnvironment(stat.pid) ?? '') ?? [];
    return name !== undefined && isOrphaned(name);
  });
}
