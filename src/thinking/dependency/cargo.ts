import { keyOf, type Dependency } from './dependency.ts';
import { statedLicence } from './licence.ts';

/** A package of a `Cargo.lock`, and the names (with the version where there are several) of those it asks for. */
interface Locked {
  readonly name: string;
  readonly version: string;
  readonly asks: readonly string[];
}

/** The packages of a `Cargo.lock`, which Cargo alone writes, always in this form. */
function packagesOf(text: string): readonly Locked[] {
  return text
    .split(/^\[\[package\]\]$/mu)
    .slice(1)
    .flatMap((block) => {
      const name = /^name = "([^"]+)"$/mu.exec(block)?.[1];
      const version = /^version = "([^"]+)"$/mu.exec(block)?.[1];
      const list = /^dependencies = \[([^\]]*)\]/mu.exec(block)?.[1] ?? '';
      const asks = [...list.matchAll(/"([^"]+)"/gu)].map((match) => match[1] ?? '');
      return name === undefined || version === undefined ? [] : [{ name, version, asks }];
    });
}

/** Tables whose keys are dependencies of the program or of its build, whatever the platform; those of tests are not among them. */
const ASKING = /^(?:target\.(?:'[^']*'|"[^"]*"|[\w.-]+)\.)?(?:build-)?dependencies$/u;
/** `[dependencies.serde]`, a table for one alone. */
const ASKING_ONE = /^(?:target\.(?:'[^']*'|"[^"]*"|[\w.-]+)\.)?(?:build-)?dependencies\.([\w-]+)$/u;

/** The names of packages that a `Cargo.toml` asks for itself, those of its tests left out. A renamed one counts by its own name. */
export function parseCargoManifest(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let table = '';
  let alone: string | null = null;
  for (const line of text.split(/\r?\n/u)) {
    const header = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/u.exec(line)?.[1]?.trim();
    if (header !== undefined) {
      table = header;
      alone = ASKING_ONE.exec(table)?.[1] ?? null;
      if (alone !== null) names.add(alone);
      continue;
    }
    const renamed = /\bpackage\s*=\s*"([^"]+)"/u.exec(line)?.[1];
    if (alone !== null && renamed !== undefined) {
      names.delete(alone);
      names.add(renamed);
    }
    const key = /^\s*"?([\w-]+)"?(?:\.[\w-]+)?\s*=/u.exec(line)?.[1];
    if (ASKING.test(table) && key !== undefined) names.add(renamed ?? key);
  }
  return names;
}

/** The name in `[package]` of a `Cargo.toml`; null where it has none. */
export function packageNameOf(manifest: string): string | null {
  return /^\[package\]$[^[]*?^name\s*=\s*"([^"]+)"/mu.exec(manifest)?.[1] ?? null;
}

/**
 * The packages that a `Cargo.lock` fixes for the program whose `Cargo.toml` is given: those it asks for, and what they ask for in
 * turn, without itself and what only its tests ask for. All platforms and features together: the lock file is the same everywhere.
 */
export function parseCargoLock(lock: string, manifest: string): readonly Dependency[] {
  const all = packagesOf(lock);
  const asked = parseCargoManifest(manifest);
  const own = packageNameOf(manifest);
  const root = all.find(({ name }) => name === own);
  const found = new Map<string, Dependency>();
  const waiting = (root?.asks ?? []).filter((word) => asked.has(nameIn(word))).map((word) => ({ word, direct: true }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const one = lookedUp(next.word, all);
    if (one === null || found.has(keyOf(one))) continue;
    found.set(keyOf(one), { name: one.name, version: one.version, direct: next.direct });
    waiting.push(...one.asks.map((word) => ({ word, direct: false })));
  }
  return [...found.values()];
}

function nameIn(word: string): string {
  return word.split(' ')[0] ?? word;
}

function lookedUp(word: string, all: readonly Locked[]): Locked | null {
  const [name, version] = word.split(' ');
  return all.find((one) => one.name === name && (version === undefined || one.version === version)) ?? null;
}

/** Keys of the packages in what `cargo tree --prefix none --format {p}` prints, its first line, the program itself, left out. */
export function parseCargoTree(lines: readonly string[]): ReadonlySet<string> {
  const keys = lines.slice(1).flatMap((line) => {
    const [, name, version] = /^(\S+) v(\S+)/u.exec(line.trim()) ?? [];
    return name === undefined || version === undefined ? [] : [keyOf({ name, version })];
  });
  return new Set(keys);
}

/** What a crate's own `Cargo.toml` says of it. */
export interface CrateFacts {
  readonly licence: string | null;
  /** True where Cargo runs a program of the crate before it compiles it. */
  readonly buildScript: boolean;
}

/** @param hasBuildFile whether a `build.rs` lies beside it, which counts where the manifest says nothing of it. */
export function parseCrate(manifest: string, hasBuildFile: boolean): CrateFacts {
  const about = /^\[package\]$(.*?)(?=^\[)/msu.exec(`${manifest}\n[`)?.[1] ?? '';
  const build = /^build\s*=\s*(false|"[^"]*"|true)/mu.exec(about)?.[1];
  const licence = /^license\s*=\s*"([^"]*)"/mu.exec(about)?.[1];
  return { licence: statedLicence(licence), buildScript: build === undefined ? hasBuildFile : build !== 'false' };
}
