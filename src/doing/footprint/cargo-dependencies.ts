import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Argv, Contender } from '../../thinking/contender/contender.ts';
import { parseCargoLock, parseCargoTree, parseCrate } from '../../thinking/dependency/cargo.ts';
import { keyOf, type Dependency } from '../../thinking/dependency/dependency.ts';
import { licencesOf } from '../../thinking/dependency/licence.ts';
import { known, unknown } from '../../thinking/footprint/figure.ts';
import type { Unknown } from '../../thinking/footprint/footprint.ts';
import { linesOf, type ToolMeans } from './command-output.ts';
import { filesBelow, totalOf } from './folder-size.ts';
import { notKnown, textOf, unreadable, type Needed } from './needed.ts';

/** What is compiled for the program on this platform with its own features; tests' own dependencies are not among it. */
const TREE: Argv = [
  'cargo',
  'tree',
  '--locked',
  '--offline',
  '--edges',
  'normal,build',
  '--prefix',
  'none',
  '--format',
  '{p}',
];

/** Of a contender with a `Cargo.lock`: all that it fixes, and what of it is compiled on this platform. */
export async function cargoDependencies({ dir }: Contender, means: ToolMeans): Promise<Needed> {
  const lock = textOf(join(dir, 'Cargo.lock'));
  if (!lock.ok) return notKnown(unreadable('Cargo.lock', lock.reason));
  const manifest = textOf(join(dir, 'Cargo.toml'));
  if (!manifest.ok) return notKnown(unreadable('Cargo.toml', manifest.reason));
  const locked = parseCargoLock(lock.value, manifest.value);
  const fixed = {
    locked: known(locked.length),
    addOns: { kind: 'none', why: 'has-no-add-ons' },
    advisories: unknown({ kind: 'no-tool', tool: 'cargo' }),
  } as const;
  const tree = await linesOf(TREE, dir, means);
  if (!tree.ok) return { ...notKnown({ kind: 'command', command: 'cargo tree', reason: tree.reason }), ...fixed };
  const compiled = parseCargoTree(tree.value);
  const used = locked.filter((one) => compiled.has(keyOf(one)));
  return {
    ...fixed,
    ...(await ofSources(used, means.environment)),
    direct: known(used.filter(({ direct }) => direct).length),
    dependencies: known(used.length),
  };
}

/** What only the crates' sources tell; they lie in Cargo's registry since the contender was built of them. */
async function ofSources(
  used: readonly Dependency[],
  environment: Readonly<Record<string, string>>,
): Promise<Pick<Needed, 'installed' | 'scripts' | 'licences' | 'scriptNames'>> {
  const registries = registriesIn(environment['CARGO_HOME'] ?? join(homedir(), '.cargo'));
  const folders = used.map((crate) => ({ ...crate, folder: folderOf(crate, registries) }));
  const missing = folders.filter(({ folder }) => folder === null).map(({ name }) => name);
  if (missing.length > 0) {
    const why: Unknown = { kind: 'sources-missing', names: missing };
    return { installed: unknown(why), scripts: unknown(why), licences: null, scriptNames: null };
  }
  const crates = await Promise.all(folders.map(({ name, folder }) => crateIn(name, folder ?? '')));
  const scripted = crates.filter(({ buildScript }) => buildScript).map(({ name }) => name);
  return {
    installed: known(crates.reduce((sum, { bytes }) => sum + bytes, 0)),
    scripts: known(scripted.length),
    licences: licencesOf(crates),
    scriptNames: scripted,
  };
}

/** A folder for each source of crates that Cargo has fetched from. */
function registriesIn(home: string): readonly string[] {
  const all = join(home, 'registry/src');
  return existsSync(all) ? readdirSync(all).map((name) => join(all, name)) : [];
}

function folderOf({ name, version }: Dependency, registries: readonly string[]): string | null {
  return (
    registries.map((registry) => join(registry, `${name}-${version}`)).find((folder) => existsSync(folder)) ?? null
  );
}

async function crateIn(name: string, folder: string) {
  const manifest = textOf(join(folder, 'Cargo.toml'));
  const facts = parseCrate(manifest.ok ? manifest.value : '', existsSync(join(folder, 'build.rs')));
  return { name, ...facts, bytes: totalOf((await filesBelow(folder)) ?? []) };
}
