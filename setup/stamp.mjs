import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

// A stamp is a file that holds what a step was made from. It is removed before the step begins and written after it ended,
// so a step that was interrupted has none and is done again. It lies inside what the step makes: whoever removes that
// removes the stamp with it.

/**
 * Whether the stamp at `path` holds exactly `content`.
 *
 * @param {string} path
 * @param {string} content
 */
export function isStamped(path, content) {
  return readIfThere(path) === content;
}

/** @param {string} path */
export function clearStamp(path) {
  rmSync(path, { force: true });
}

/**
 * Writes a file so that a reader sees the old content or the new, never half.
 *
 * @param {string} path
 * @param {string} content
 */
export function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  writeFileSync(part, content);
  renameSync(part, path);
}

/**
 * A file's text, or null if there is no such file.
 *
 * @param {string} path
 * @returns {string | null}
 */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/**
 * SHA-256 over the names and contents of all files under `folder`, in the order of their names; folders named in `without`
 * (paths relative to `folder`) are left out.
 *
 * @param {string} folder
 * @param {readonly string[]} without
 */
export function digestOf(folder, without) {
  const sum = createHash('sha256');
  for (const path of filesUnder(folder, folder, without)) {
    const content = readFileSync(path);
    sum.update(`${relative(folder, path)}\0${content.length}\0`).update(content);
  }
  return `sha256:${sum.digest('hex')}`;
}

/**
 * @param {string} top
 * @param {string} folder
 * @param {readonly string[]} without
 * @returns {string[]}
 */
function filesUnder(top, folder, without) {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (without.includes(relative(top, path))) return [];
    return entry.isDirectory() ? filesUnder(top, path, without) : [path];
  });
}
