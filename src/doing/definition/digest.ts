import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ignoresNothing, readIgnoreRules } from './ignore-rules.ts';
import type { Ignores } from './ignore-rules.ts';

/** Fetched or made, never written by hand: what is in them follows from the sources and lock files beside them. */
const DERIVED: readonly string[] = ['node_modules', '.git', '.bakeoff', '__pycache__'];

/** `target` is a build folder only beside one of these; elsewhere it is a folder like any other. */
const TARGET_MAKERS: readonly string[] = ['Cargo.toml', 'pom.xml'];

/**
 * The sha256 of a contender's sources, as `sha256:…`: of relative paths in byte order, contents, link targets and who may
 * execute. Left out are fetched packages, build folders and what `.gitignore` files from the repository's root down leave out
 * by name; rules too clever for us leave nothing out, since a needless rebuild is cheaper than an unnoticed change.
 */
export async function digestFolder(dir: string): Promise<string> {
  const hash = createHash('sha256');
  await addFolder(hash, dir, '', await ignoredFromAbove(dir));
  return `sha256:${hash.digest('hex')}`;
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

async function addFolder(hash: Hash, root: string, relative: string, inherited: Ignores): Promise<void> {
  const folder = join(root, relative);
  const ignores = await readIgnoreRules(folder, inherited);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  const makesTarget = TARGET_MAKERS.some((maker) => names.has(maker));
  const kept = entries.filter(({ name }) => {
    if (DERIVED.includes(name) || (name === 'target' && makesTarget)) return false;
    return !ignores(join(folder, name));
  });
  // By code unit, not by locale: the digest is the same on every machine.
  for (const entry of kept.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (entry.isDirectory()) await addFolder(hash, root, path, ignores);
    else if (entry.isSymbolicLink()) add(hash, 'link', path, Buffer.from(await readlink(join(root, path))));
    else if (entry.isFile()) {
      const executable = ((await stat(join(root, path))).mode & 0o111) !== 0;
      add(hash, executable ? 'program' : 'file', path, await readFile(join(root, path)));
    }
  }
}

/** Lengths keep two files from passing for one with their contents joined. */
function add(hash: Hash, kind: string, path: string, content: Uint8Array): void {
  hash.update(`${kind}\0${path}\0${content.length}\0`);
  hash.update(content);
}
