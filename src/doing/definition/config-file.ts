import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { shorten } from '../../thinking/definition/excerpt.ts';
import type { Defined } from '../../thinking/definition/problem.ts';
import { checkConfig, parseConfig } from '../../thinking/plan/parse.ts';
import type { ConfigReading } from '../../thinking/plan/parse.ts';
import { isFile, shown } from './folders.ts';
import { fileProblem, readText } from './text-file.ts';

const NAMES: readonly string[] = ['bakeoff.yaml', 'bakeoff.config.ts'];

/** The config's absolute path: the one named, else the nearest from `cwd` up to the repository's root. */
export function findConfig(configFile: string | null, cwd: string): Defined<string> {
  if (configFile !== null) return { ok: true, value: resolve(cwd, configFile) };
  for (const folder of upToRepository(cwd)) {
    const [first, second] = NAMES.map((name) => join(folder, name)).filter((path) => isFile(path));
    if (first === undefined) continue;
    if (second === undefined) return { ok: true, value: first };
    const given = `${shown(first, cwd)} and ${shown(second, cwd)}`;
    return refuse(shown(second, cwd), 'one config in a folder', given, 'remove one, or choose with --config');
  }
  const expected = `${NAMES.join(' or ')} here or in a folder above, up to the repository's root`;
  return refuse('bakeoff.yaml', expected, null, 'name it with --config FILE, or write one with bakeoff init');
}

/** The folder and those above it up to the one that holds `.git`; outside a repository only the folder itself. */
function upToRepository(cwd: string): readonly string[] {
  const folders = [cwd];
  for (let folder = cwd; !hasGit(folder); folder = dirname(folder)) {
    if (dirname(folder) === folder) return [cwd];
    folders.push(dirname(folder));
  }
  return folders;
}

function hasGit(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}

function refuse(file: string, expected: string, given: string | null, hint: string | null): Defined<never> {
  return { ok: false, problems: [fileProblem(file, expected, given, hint)] };
}

/** Reads and checks a config: YAML, or a module whose default export it is. */
export async function readConfig(path: string, cwd: string): Promise<ConfigReading> {
  const file = shown(path, cwd);
  if (/\.[cm]?[jt]s$/u.test(path)) return isFile(path) ? readModule(path, file) : missing(file);
  const read = readText(path);
  if (read.kind === 'text') return parseConfig({ file, text: read.text });
  return read.kind === 'missing' ? missing(file) : unread(refuse(file, 'a readable config', read.reason, null));
}

function unread(config: Defined<never>): ConfigReading {
  return { config, contenders: [], scenarios: [] };
}

function missing(file: string): ConfigReading {
  return unread(refuse(file, 'a config that exists', null, 'name another with --config FILE'));
}

/** A config's module is the user's program: whatever it throws is theirs to mend, and said as it is. */
async function readModule(path: string, file: string): Promise<ConfigReading> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
    const syntax = code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX';
    const hint = syntax ? 'use TypeScript that can be erased: no enum, namespace or parameter property' : null;
    return unread(refuse(file, 'a module that loads', shorten(String(error)), hint));
  }
  const value: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, 'default') : undefined;
  if (value !== undefined) return checkConfig(file, value);
  return unread(refuse(file, 'a default export', null, 'write export default defineConfig({ … })'));
}
