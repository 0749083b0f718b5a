import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Where our own tools are looked for, whatever the environment of a contender says. */
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(delimiter);

/** The path of a tool of the system, or null where it is not installed. */
export function systemTool(name: string): string | null {
  return findProgram(name, '/', process.env['PATH'] ?? SYSTEM_PATH) ?? findProgram(name, '/', SYSTEM_PATH);
}

/** Why a command cannot be started, found before anything is made for it; null where nothing speaks against it. */
export function whyNotStartable(program: string, cwd: string, path: string | undefined): string | null {
  if (!isDirectory(cwd)) return `its directory ${cwd} is not there`;
  if (findProgram(program, cwd, path ?? SYSTEM_PATH) !== null) return null;
  return program.includes('/')
    ? `${resolve(cwd, program)} is not an executable file`
    : `${program} is in none of the directories of its PATH (${path ?? SYSTEM_PATH})`;
}

function findProgram(program: string, cwd: string, path: string): string | null {
  if (program.includes('/')) {
    const full = isAbsolute(program) ? program : resolve(cwd, program);
    return isExecutable(full) ? full : null;
  }
  const places = path.split(delimiter).map((directory) => join(resolve(cwd, directory), program));
  return places.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
