import { z } from 'zod';
import type { Dependency, Read } from './dependency.ts';
import { statedLicence } from './licence.ts';

/** A package that a `package-lock.json` installs without development dependencies. */
export interface NpmDependency extends Dependency {
  /** Where it is installed below the contender's folder: `node_modules/a/node_modules/b`. */
  readonly path: string;
  /** SPDX words as its author states them; null where the lock file has none. */
  readonly licence: string | null;
  /** True where it asks npm to run a program of its own when it is installed. */
  readonly installScript: boolean;
}

const locked = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  license: z.unknown().optional(),
});

const names = z.record(z.string(), z.string()).optional();

const lockFile = z.object({
  lockfileVersion: z.number(),
  packages: z.record(z.string(), locked),
});

const rootFile = z.object({
  packages: z.object({ '': z.object({ dependencies: names, optionalDependencies: names }) }),
});

const FOLDER = 'node_modules/';

/**
 * The production packages of a lock file of version 2 or 3, in its order. Packages for other platforms are among them: the lock
 * file is the same everywhere, what is installed is not. Two versions of one package are two dependencies.
 */
export function parseNpmLock(text: string): Read<readonly NpmDependency[]> {
  const json = parsedJson(text);
  const lock = lockFile.safeParse(json);
  const root = rootFile.safeParse(json);
  if (!lock.success || !root.success) return { ok: false, reason: 'it is no lock file of version 2 or 3' };
  const asked = root.data.packages[''];
  const direct = new Set(Object.keys({ ...asked.dependencies, ...asked.optionalDependencies }));
  const value: NpmDependency[] = [];
  for (const [path, one] of Object.entries(lock.data.packages)) {
    if (!path.includes(FOLDER) || one.dev === true || one.link === true) continue;
    if (one.version === undefined) return { ok: false, reason: `it names no version of ${path}` };
    const installed = path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);
    value.push({
      // An alias is installed under another name than its own.
      name: one.name ?? installed,
      version: one.version,
      direct: path === `${FOLDER}${installed}` && direct.has(installed),
      path,
      licence: statedLicence(one.license),
      installScript: one.hasInstallScript === true,
    });
  }
  return { ok: true, value };
}

/** A package is affected by an advisory, which has a number, or through another package, which is named. */
const via = z.union([z.string(), z.object({ source: z.number() })]);
const audit = z.object({ vulnerabilities: z.record(z.string(), z.object({ via: z.array(via) })) });

/**
 * How many different advisories stand in what `npm audit --json` prints. npm's source of packages may not answer such questions; then the
 * reason is its HTTP status, without the host's name.
 */
export function parseNpmAudit(text: string): Read<number> {
  const told = audit.safeParse(parsedJson(text));
  if (told.success) {
    const all = Object.values(told.data.vulnerabilities).flatMap((one) => one.via);
    return { ok: true, value: new Set(all.flatMap((one) => (typeof one === 'string' ? [] : [one.source]))).size };
  }
  const status = /\b[45]\d\d [A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*/u.exec(text)?.[0];
  return {
    ok: false,
    reason: status === undefined ? 'it gave no answer that can be read' : `the source of packages answered ${status}`,
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
