import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Argv, Contender } from '../../thinking/contender/contender.ts';
import { licencesOf, statedLicence } from '../../thinking/dependency/licence.ts';
import { parseNpmAudit, parseNpmLock, type NpmDependency } from '../../thinking/dependency/npm-lock.ts';
import { known, unknown } from '../../thinking/footprint/figure.ts';
import type { Figure } from '../../thinking/footprint/footprint.ts';
import { printedBy, type ToolMeans } from './command-output.ts';
import { filesBelow, totalOf } from './folder-size.ts';
import { notKnown, textOf, unreadable, type Needed } from './needed.ts';

const LOCK = 'package-lock.json';
const AUDIT: Argv = ['npm', 'audit', '--json', '--omit=dev'];

/**
 * Of a contender with a `package-lock.json`: its production packages, and those among them that npm has installed here. Packages for
 * other platforms stand in the lock file and are not installed.
 */
export async function npmDependencies({ dir }: Contender, advisories: boolean, means: ToolMeans): Promise<Needed> {
  const text = textOf(join(dir, LOCK));
  if (!text.ok) return notKnown(unreadable(LOCK, text.reason));
  const locked = parseNpmLock(text.value);
  if (!locked.ok) return notKnown(unreadable(LOCK, locked.reason));
  const used = locked.value.filter(({ path }) => existsSync(join(dir, path)));
  const scripted = used.filter(({ installScript }) => installScript).map(({ name }) => name);
  const counts = {
    locked: known(locked.value.length),
    advisories: advisories ? await asked(dir, means) : unknown({ kind: 'not-asked', option: '--advisories' }),
  };
  // Nothing of what is needed is there: it is not installed, and not small.
  if (used.length === 0 && locked.value.length > 0) return { ...notKnown({ kind: 'not-installed' }), ...counts };
  const files = await installedFiles(dir, used);
  return {
    direct: known(used.filter(({ direct }) => direct).length),
    dependencies: known(used.length),
    ...counts,
    installed: known(totalOf(files)),
    scripts: known(scripted.length),
    addOns: known(files.filter(({ path }) => path.endsWith('.node')).length),
    licences: licencesOf(used.map((one) => ({ name: one.name, licence: one.licence ?? ownLicence(dir, one) }))),
    scriptNames: scripted,
  };
}

/** Files of the packages themselves: what is installed below one of them is a package of its own in the lock file. */
async function installedFiles(dir: string, used: readonly NpmDependency[]) {
  const found = await Promise.all(
    used.map(({ path }) => filesBelow(join(dir, path), (file) => file !== 'node_modules')),
  );
  return found.flatMap((files) => files ?? []);
}

/** What the installed package says, where the lock file does not. */
function ownLicence(dir: string, { path }: NpmDependency): string | null {
  const text = textOf(join(dir, path, 'package.json'));
  if (!text.ok) return null;
  const about: unknown = JSON.parse(text.value);
  return typeof about === 'object' && about !== null && 'license' in about ? statedLicence(about.license) : null;
}

async function asked(dir: string, means: ToolMeans): Promise<Figure> {
  // Its own retries would take minutes where nobody answers.
  const environment = { ...means.environment, NPM_CONFIG_FETCH_RETRIES: '0' };
  const printed = await printedBy(AUDIT, dir, { ...means, environment });
  const command = AUDIT.join(' ');
  if (!printed.ok) return unknown({ kind: 'command', command, reason: printed.reason });
  const counted = parseNpmAudit(printed.value.lines.join('\n'));
  return counted.ok ? known(counted.value) : unknown({ kind: 'command', command, reason: counted.reason });
}
