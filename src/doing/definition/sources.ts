import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ignoresNothing, readIgnoreRules } from './ignore-rules.ts';
import type { Ignores } from './ignore-rules.ts';

/** Fetched or made, never written by hand: what is in them follows from the sources and lock files beside them. */
const DERIVED: readonly string[] = ['node_modules', '.git', '.bakeoff', '__pycache__'];

/** `target` is a build folder only beside one of these; elsewhere it is a folder like any other. */
const TARGET_MAKERS: readonly string[] = ['Cargo.toml', 'pom.xml'];

/** A file or a symbolic link of a folder, by its relative path with `/` on every system. */
export interface SourceEntry {
  readonly kind: 'file' | 'link';
  readonly path: string;
}

/**
 * A folder's sources, in byte order of their paths, folder by folder. Left out are fetched packages, build folders and what
 * `.gitignore` files from the repository's root down leave out by name; rules too clever for us leave nothing out.
 */
export async function* sourcesOf(dir: string): AsyncGenerator<SourceEntry> {
  yield* inFolder(dir, '', await ignoredFromAbove(dir));
}

/** The rules of the folders above, up to the repository's root; outside a repository none. */
async function ignoredFromAbove(dir: string): Promise<Ignores> {
  const folders: string[] = [];
  for (let folder = dir; !(await exists(join(folder, '.git'))); folder = dirname(folder)) {
    if (dirname(folder) === folder) return ignoresNothing;
    folders.push(dirname(folder));
  }
  let ignores = ignoresNothing;
  for (const folder of folders.toReversed()) ignores = await readIgnoreRules(folder, ignores);
  return ignores;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function* inFolder(root: string, relative: string, inherited: Ignores): AsyncGenerator<SourceEntry> {
  const folder = join(root, relative);
  const ignores = await readIgnoreRules(folder, inherited);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  const makesTarget = TARGET_MAKERS.some((maker) => names.has(maker));
  const kept = entries.filter(({ name }) => {
    if (DERIVED.includes(name) || (name === 'target' && makesTarget)) return false;
    return !ignores(join(folder, name));
  });
  // By code unit, not by locale: the order is the same on every machine.
  for (const entry of kept.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) yield* inFolder(root, path, ignores);
    else if (entry.isSymbolicLink()) yield { kind: 'link', path };
    else if (entry.isFile()) yield { kind: 'file', path };
  }
}
