import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from '../../thinking/contender/contender.ts';
import { moduleFolder, parseGoMod, parseLinked, type LinkedModule } from '../../thinking/dependency/go.ts';
import { licenceOfText, licencesOf } from '../../thinking/dependency/licence.ts';
import { known, unknown } from '../../thinking/footprint/figure.ts';
import type { Unknown } from '../../thinking/footprint/footprint.ts';
import { linesOf, type ToolMeans } from './command-output.ts';
import { filesBelow, totalOf } from './folder-size.ts';
import { notKnown, textOf, unreadable, type Needed } from './needed.ts';

/**
 * Of a contender with a `go.mod`: the modules that it requires, and those that are linked into its binary, which says so itself. A
 * required module of which no package is imported is downloaded and not linked.
 */
export async function goDependencies({ dir, start }: Contender, means: ToolMeans): Promise<Needed> {
  const manifest = textOf(join(dir, 'go.mod'));
  if (!manifest.ok) return notKnown(unreadable('go.mod', manifest.reason));
  const required = parseGoMod(manifest.value);
  const fixed = {
    locked: known(required.length),
    scripts: { kind: 'none', why: 'runs-no-scripts' },
    scriptNames: [],
    addOns: { kind: 'none', why: 'has-no-add-ons' },
    advisories: unknown({ kind: 'no-tool', tool: 'go' }),
  } as const;
  const printed = await linesOf(['go', 'version', '-m', start[0]], dir, means);
  if (!printed.ok)
    return { ...notKnown({ kind: 'command', command: 'go version -m', reason: printed.reason }), ...fixed };
  const linked = parseLinked(printed.value, required);
  return {
    ...fixed,
    ...(await ofSources(linked, dir, means)),
    direct: known(linked.filter(({ direct }) => direct).length),
    dependencies: known(linked.length),
  };
}

/** What only the modules' sources tell; they lie in Go's module cache since the contender was built of them. */
async function ofSources(
  linked: readonly LinkedModule[],
  dir: string,
  means: ToolMeans,
): Promise<Pick<Needed, 'installed' | 'licences'>> {
  const told = await linesOf(['go', 'env', 'GOMODCACHE'], dir, means);
  if (!told.ok)
    return { installed: unknown({ kind: 'command', command: 'go env', reason: told.reason }), licences: null };
  const cache = told.value[0] ?? '';
  const modules = await Promise.all(linked.map((one) => moduleIn(one.name, join(cache, moduleFolder(one.source)))));
  const missing = modules.filter(({ bytes }) => bytes === null).map(({ name }) => name);
  const why: Unknown = { kind: 'sources-missing', names: missing };
  if (missing.length > 0) return { installed: unknown(why), licences: null };
  return {
    installed: known(modules.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)),
    licences: licencesOf(modules),
  };
}

async function moduleIn(name: string, folder: string) {
  const files = await filesBelow(folder);
  if (files === null) return { name, bytes: null, licence: null };
  return { name, bytes: totalOf(files), licence: licenceIn(folder) };
}

/** A module has no manifest that states its licence; the text of its file is all there is. */
function licenceIn(folder: string): string | null {
  const file = readdirSync(folder)
    .toSorted()
    .find((name) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt|rst))?$/iu.test(name));
  if (file === undefined) return null;
  const text = textOf(join(folder, file));
  return text.ok ? licenceOfText(text.value) : null;
}
