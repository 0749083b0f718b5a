import type { Dependency } from './dependency.ts';

/** A module that a `go.mod` names. */
export interface GoRequirement {
  readonly path: string;
  readonly version: string;
  /** True where only another module asks for it. */
  readonly indirect: boolean;
}

/** The modules that a `go.mod` requires: since Go 1.17 all that the program and its tests need, each once. */
export function parseGoMod(text: string): readonly GoRequirement[] {
  const found: GoRequirement[] = [];
  let inside = false;
  for (const raw of text.split(/\r?\n/u)) {
    const line = raw.trim();
    if (/^require\s*\($/u.test(line)) inside = true;
    else if (line === ')') inside = false;
    else {
      const [, path, version, comment = ''] =
        /^(?:require\s+)?"?([^\s"]+)"?\s+(v[^\s/]+)\s*(?:\/\/\s*(.*))?$/u.exec(line) ?? [];
      const isRequired = inside || line.startsWith('require ');
      if (isRequired && path !== undefined && version !== undefined)
        found.push({ path, version, indirect: comment.split(';')[0]?.trim() === 'indirect' });
    }
  }
  return found;
}

/** A module that is linked into a binary, and where its sources came from: another module where `replace` says so. */
export interface LinkedModule extends Dependency {
  readonly source: { readonly path: string; readonly version: string };
}

/** The modules in what `go version -m` prints of a binary; the direct ones are those that its `go.mod` asks for itself. */
export function parseLinked(lines: readonly string[], required: readonly GoRequirement[]): readonly LinkedModule[] {
  const direct = new Set(required.filter(({ indirect }) => !indirect).map(({ path }) => path));
  const found: LinkedModule[] = [];
  for (const line of lines) {
    const [kind, path, version = ''] = line.trim().split('\t');
    if (path === undefined) continue;
    if (kind === 'dep') found.push({ name: path, version, direct: direct.has(path), source: { path, version } });
    const last = found.at(-1);
    // The line of a replacement follows that of the module it replaces.
    if (kind === '=>' && last !== undefined) found[found.length - 1] = { ...last, source: { path, version } };
  }
  return found;
}

/** Where a module lies below the module cache: capitals are written as `!` and a small letter, for file systems that know no case. */
export function moduleFolder({ path, version }: { readonly path: string; readonly version: string }): string {
  return `${escaped(path)}@${escaped(version)}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[A-Z]/gu, (letter) => `!${letter.toLowerCase()}`);
}
