import { dirname, join, normalize } from 'node:path/posix';
import type { Finding, TextFile } from './finding.ts';

type Table = Readonly<Record<string, readonly string[]>>;

/** One import statement of a source file; `target` is a path from the root for our own files, else the package's name. */
interface Import {
  readonly from: string;
  readonly line: number;
  readonly target: string;
}

/** Static and dynamic imports and re-exports, with a text pass: TypeScript 7 offers no compiler interface. */
const STATEMENT =
  /^[ \t]*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gmu;

/** Checks sources below `src/` against the table: forbidden imports, stale permissions, impurity, cycles, barrels. */
export function checkImports(files: readonly TextFile[], table: Table): readonly Finding[] {
  const sources = files.filter((file) => file.path.startsWith('src/') && file.path.endsWith('.ts'));
  const shipped = sources.filter((file) => !isTest(file.path));
  const imports = shipped.flatMap(importsOf);
  return [
    ...shipped.filter((file) => folderOf(file.path, table) === null).map(homeless),
    ...imports.flatMap((one) => forbidden(one, table)),
    ...stale(imports, table),
    ...imports
      .filter(impure)
      .map((one) => finding(one, `the thinking half is pure: ${one.target} may not be imported here`)),
    ...cycles(imports),
    ...shipped.filter(isBarrel).map((file) => ({
      check: 'imports',
      where: file.path,
      text: 'a file that only re-exports hides where things are; import the file that defines the thing',
    })),
  ];
}

function importsOf(file: TextFile): readonly Import[] {
  return [...file.text.matchAll(STATEMENT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const target = specifier.startsWith('.') ? normalize(join(dirname(file.path), specifier)) : specifier;
    return { from: file.path, line: file.text.slice(0, match.index).split('\n').length, target };
  });
}

function forbidden(one: Import, table: Table): readonly Finding[] {
  const from = folderOf(one.from, table);
  const to = folderOf(one.target, table);
  if (from === null || from === to) return [];
  if (to === null) {
    const outside = one.target.startsWith('src/') || /^[^/]+\/.*\.(ts|mjs)$/u.test(one.target);
    return outside && !one.target.startsWith('@') ? [finding(one, `${one.target} is no part of the table`)] : [];
  }
  if ((table[from] ?? []).some((allowed) => covers(allowed, to))) return [];
  return [
    finding(
      one,
      `${from} may not import ${to}; if it should, add it to '${from}' in checks/import-table.ts and say why`,
    ),
  ];
}

function stale(imports: readonly Import[], table: Table): readonly Finding[] {
  return Object.entries(table).flatMap(([from, allowed]) => {
    const used = imports.filter((one) => folderOf(one.from, table) === from).map((one) => folderOf(one.target, table));
    return allowed
      .filter((entry) => !used.some((to) => to !== null && to !== from && covers(entry, to)))
      .map((entry) => ({
        check: 'imports',
        where: 'checks/import-table.ts',
        text: `'${from}' may import ${entry} but does not; remove the entry`,
      }));
  });
}

function impure(one: Import): boolean {
  return (
    one.from.startsWith('src/thinking/') && (one.target.startsWith('node:') || one.target.startsWith('src/doing/'))
  );
}

/** Files that reach themselves; each cycle is told once, from its first file in the alphabet. */
function cycles(imports: readonly Import[]): readonly Finding[] {
  const edges = new Map<string, Set<string>>();
  for (const { from, target } of imports) edges.set(from, (edges.get(from) ?? new Set()).add(target));
  const found = new Map<string, readonly string[]>();
  for (const start of [...edges.keys()].toSorted()) {
    const path = wayBack(start, edges);
    const key = path?.toSorted().join(' ');
    if (path !== null && key !== undefined && !found.has(key)) found.set(key, path);
  }
  return [...found.values()].map((path) => ({
    check: 'imports',
    where: path[0] ?? '',
    text: `imports go round in a circle: ${[...path, path[0]].join(' -> ')}`,
  }));
}

function wayBack(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const next of edges.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return path;
      if (!seen.has(next)) queue.push([...path, next]);
      seen.add(next);
    }
  }
  return null;
}

function isBarrel(file: TextFile): boolean {
  const statements = file.text
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return statements.length > 0 && statements.every((text) => /^export\b[^=]*\bfrom\b/u.test(text));
}

function covers(allowed: string, folder: string): boolean {
  return allowed.endsWith('/*') ? folder.startsWith(allowed.slice(0, -1)) : allowed === folder;
}

function folderOf(path: string, table: Table): string | null {
  return Object.keys(table).find((folder) => path.startsWith(`src/${folder}/`)) ?? null;
}

function homeless(file: TextFile): Finding {
  return { check: 'imports', where: file.path, text: 'its folder is not in checks/import-table.ts' };
}

function finding(one: Import, text: string): Finding {
  return { check: 'imports', where: `${one.from}:${one.line}`, text };
}

/** A fixture stands beside the tests that use it and ships as little as they do. */
function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('.fixture.ts');
}
