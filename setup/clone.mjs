import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

import { environmentFor } from './environment.mjs';

/**
 * Where set-up reads and writes: a clone of the repository and the user's cache, nothing else.
 *
 * @typedef {object} Clone
 * @property {string} root   the repository's folder
 * @property {string} state  what set-up knows: stamps, logs, `tools.json` (`.bakeoff/setup`, not in git)
 * @property {string} bin    links to the tools set-up chose; first on the PATH of everything Bakeoff starts
 * @property {string} cache  the user's cache folder for Bakeoff: what several clones can share
 * @property {Readonly<Record<string, string>>} env  the environment builds and installers get
 */

/**
 * The clone at `root`, seen with the environment `env`.
 *
 * @param {string} root
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Clone}
 */
export function cloneAt(root, env) {
  const state = join(resolve(root), '.bakeoff', 'setup');
  const bin = join(state, 'bin');
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG rule: a relative path there is invalid and ignored.
  const caches = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env['HOME'] ?? homedir(), '.cache');
  return { root: resolve(root), state, bin, cache: join(caches, 'bakeoff'), env: environmentFor(env, bin) };
}

/**
 * The first executable file of one of these names on the clone's PATH or in `further` folders; links set-up made itself are
 * passed over, so that a tool installed later by its owner wins.
 *
 * @param {Clone} clone
 * @param {readonly string[]} names
 * @param {readonly string[]} [further]
 * @returns {string | null}
 */
export function findProgram(clone, names, further = []) {
  const folders = [...(clone.env['PATH'] ?? '').split(delimiter), ...further];
  for (const name of names) {
    for (const folder of folders) {
      if (!isAbsolute(folder) || resolve(folder) === clone.bin) continue;
      const path = join(folder, name);
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Absent or forbidden: for a search on PATH both mean "not here".
  }
}
