import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

import { didYouMean } from '../../thinking/definition/nearest.ts';

/** Where definitions are looked up, and how their files are called in messages. */
export interface Folders {
  readonly cwd: string;
  /** Of the config; relative paths in it start here. */
  readonly config: string;
  /** The product's own folder, which holds `contenders/` and `scenarios/`. */
  readonly own: string;
}

/** As the user would name it: relative to where they stand when it is below, else absolute. */
export function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Names of the folders in a folder, in order; none where there is no such folder. */
function namesIn(folder: string): readonly string[] {
  if (!isFolder(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (isFolder(join(folder, entry.name)) ? [entry.name] : [])).toSorted();
}

export type Kind = 'contenders' | 'scenarios';

/** The folder of a name: beside the config first, then the product's own; null when neither has it. */
export function findNamed(folders: Folders, kind: Kind, name: string): string | null {
  const places = [join(folders.config, kind, name), join(folders.own, kind, name)];
  return places.find((place) => isFolder(place)) ?? null;
}

/** What to do about a name that leads nowhere: the nearest there is, else all there are. */
export function nameHint(folders: Folders, kind: Kind, name: string): string {
  const names = [...new Set([folders.config, folders.own].flatMap((place) => namesIn(join(place, kind))))];
  if (names.length === 0) return `there is no ${kind}/ folder beside the config`;
  return didYouMean(name, names) ?? `there are ${names.toSorted().join(', ')}`;
}

/** The same for a path: the nearest name in the folder that should hold it, else the first part that is missing. */
export function pathHint(base: string, path: string): string {
  const absolute = resolve(base, path);
  const near = didYouMean(basename(absolute), namesIn(dirname(absolute)));
  if (near !== null) return near;
  let missing = absolute;
  while (!isFolder(dirname(missing)) && dirname(missing) !== missing) missing = dirname(missing);
  return `there is no ${missing}`;
}
