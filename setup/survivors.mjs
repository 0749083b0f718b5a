import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The living processes that have to do with a folder: their program, working folder, arguments or environment name it. Empty
 * where there is no /proc.
 *
 * @param {string} folder
 * @param {string} [proc]
 * @returns {{ pid: number, command: string }[]}
 */
export function processesNaming(folder, proc = '/proc') {
  return pids(proc).flatMap((pid) => {
    const of = join(proc, String(pid));
    // The dead that nobody has waited for yet keep their entry; they hold nothing.
    const state = read(() => readFileSync(join(of, 'stat'), 'utf8')).replace(/^.*\) /s, '');
    if (pid === process.pid || state === '' || state.startsWith('Z')) return [];
    const command = read(() => readFileSync(join(of, 'cmdline'), 'utf8'));
    const places = [command, read(() => readFileSync(join(of, 'environ'), 'utf8'))];
    places.push(...['cwd', 'exe'].map((link) => read(() => readlinkSync(join(of, link)))));
    return places.some((text) => text.includes(folder)) ? [{ pid, command: command.replaceAll('\0', ' ').trim() }] : [];
  });
}

/** @param {string} proc */
function pids(proc) {
  const names = readIfAllowed(() => readdirSync(proc)) ?? [];
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** @param {() => string} reader @returns {string} */
function read(reader) {
  return readIfAllowed(reader) ?? '';
}

/**
 * What `reader` reads, or null: a process may end between two looks at it, and another user's is closed to us.
 *
 * @template T
 * @param {() => T} reader
 * @returns {T | null}
 */
function readIfAllowed(reader) {
  try {
    return reader();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}
