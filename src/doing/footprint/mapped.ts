import { readFileSync, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { MappedFile } from '../../thinking/footprint/footprint.ts';

/** The files that the text of `/proc/PID/maps` names as executable, each once: the program itself and its shared libraries. */
export function parseMapped(text: string): readonly string[] {
  const paths = text.split('\n').flatMap((line) => {
    const [, permissions, path] = /^\S+\s+(\S{4})\s+\S+\s+\S+\s+\d+\s+(\/.*)$/u.exec(line) ?? [];
    return permissions?.includes('x') === true && path !== undefined ? [path] : [];
  });
  return [...new Set(paths)];
}

/**
 * The executable files that these processes have mapped and that do not lie in the folder, with their lengths. Null where a process
 * or a file cannot be read, since a part of the list is no list.
 */
export function mappedOutside(folder: string, pids: readonly number[]): readonly MappedFile[] | null {
  if (pids.length === 0) return null;
  try {
    const paths = new Set(pids.flatMap((pid) => parseMapped(readFileSync(`/proc/${pid}/maps`, 'utf8'))));
    const outside = [...paths].filter((path) => !path.startsWith(folder + sep)).toSorted();
    return outside.map((path) => ({ name: basename(path), bytes: statSync(path).size }));
  } catch (error) {
    // Ended, closed to this user, or a file that was removed since: then the list cannot be made.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
