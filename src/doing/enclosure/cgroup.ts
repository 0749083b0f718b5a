import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The control groups this process is in: one directory per v1 controller, and one in the v2 hierarchy where it is mounted. */
export interface OwnGroups {
  readonly v2: string | null;
  readonly v1: ReadonlyMap<string, string>;
}

/** Reads where this process stands, from `/proc/self/mountinfo` and `/proc/self/cgroup`. */
export function ownGroups(): OwnGroups {
  return parseOwnGroups(readFileSync('/proc/self/mountinfo', 'utf8'), readFileSync('/proc/self/cgroup', 'utf8'));
}

/** As `ownGroups`, from the two files' texts. A mount shows only the part of the hierarchy below its root, as in containers. */
export function parseOwnGroups(mountinfo: string, membership: string): OwnGroups {
  const paths = parseMembership(membership);
  let v2: string | null = null;
  const v1 = new Map<string, string>();
  for (const { type, root, point, options } of parseMounts(mountinfo)) {
    if (type === 'cgroup2') v2 ??= below(point, root, paths.get(''));
    if (type !== 'cgroup') continue;
    for (const option of options) {
      const group = below(point, root, paths.get(option));
      if (group !== null && !v1.has(option)) v1.set(option, group);
    }
  }
  return { v2, v1 };
}

/** Our path in each hierarchy, by controller; the v2 hierarchy has the empty name. */
function parseMembership(text: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/u.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    for (const controller of controllers.split(',')) paths.set(controller, path);
  }
  return paths;
}

interface Mount {
  readonly type: string;
  readonly root: string;
  readonly point: string;
  readonly options: readonly string[];
}

function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').map((line) => {
    const [mount = '', filesystem = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = mount.split(' ');
    const [type = '', , options = ''] = filesystem.split(' ');
    return { type, root, point, options: options.split(',') };
  });
}

function below(point: string, root: string, path: string | undefined): string | null {
  if (path === undefined) return null;
  const rest = relative(root, path);
  return rest.startsWith('..') ? null : join(point, rest);
}

/** Writes one setting of a group. Throws the kernel's own error. */
export function setGroup(group: string, file: string, text: string): void {
  writeFileSync(join(group, file), text);
}

/** The text of one file of a group, trimmed; null where this kernel has no such file. */
export function readGroup(group: string, file: string): string | null {
  return hasFile(group, file) ? readFileSync(join(group, file), 'utf8').trim() : null;
}

/** Whether this kernel's groups have a file of that name; some can only be written. */
export function hasFile(group: string, file: string): boolean {
  return existsSync(join(group, file));
}

/** The number after `key` in a file of `key value` lines; null where file or key is absent. */
export function readKey(group: string, file: string, key: string): number | null {
  const line = readGroup(group, file)
    ?.split('\n')
    .find((candidate) => candidate.startsWith(`${key} `));
  return line === undefined ? null : Number(line.slice(key.length + 1));
}

/** Makes a group; one that is there already is a bug, as names are unique. */
export function makeGroup(group: string): void {
  mkdirSync(group);
}

/**
 * Makes and removes one group in each place, whose first must have the file `needed`. Only a trial shows whether a mount is
 * read-only, not delegated or too old. Null where all went well, else the kernel's own words.
 */
export function tryGroups(groups: readonly string[], needed: string): string | null {
  try {
    for (const group of groups) makeGroup(group);
    const [first = ''] = groups;
    return readdirSync(first).includes(needed) ? null : `this kernel's groups have no ${needed}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    for (const group of groups) removeGroup(group);
  }
}

/** Live processes of a group and its sub-groups. */
export function groupPids(group: string): readonly number[] {
  const found: number[] = [];
  for (const directory of withSubgroups(group)) {
    const text = readGroup(directory, 'cgroup.procs') ?? '';
    for (const line of text.split('\n')) if (line !== '') found.push(Number(line));
  }
  return found;
}

/** Removes a group with what the tree made below it. False while the kernel still counts a process in it: try again. */
export function removeGroup(group: string): boolean {
  for (const directory of withSubgroups(group).toReversed()) {
    try {
      rmdirSync(directory);
    } catch (error) {
      if (!isCode(error, 'ENOENT')) return isCode(error, 'EBUSY') || isCode(error, 'ENOTEMPTY') ? false : raise(error);
    }
  }
  return true;
}

/** Parents stand before their children. A group that vanishes while we look has no sub-groups. */
function withSubgroups(group: string): readonly string[] {
  const found = [group];
  for (let next = 0; next < found.length; next += 1) {
    const directory = found[next];
    if (directory === undefined || !existsSync(directory)) continue;
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) found.push(join(directory, entry.name));
    }
  }
  return found;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function raise(error: unknown): never {
  throw error;
}
