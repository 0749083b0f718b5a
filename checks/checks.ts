import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDependencies, type Package } from './dependencies.ts';
import type { Finding, TextFile } from './finding.ts';
import { IMPORT_TABLE } from './import-table.ts';
import { checkImports } from './imports.ts';
import { checkManual } from './manual.ts';
import { checkNames } from './names.ts';
import { checkSizes } from './sizes.ts';

const root = join(import.meta.dirname, '..');

/** Files that are data, whose words are not ours to choose. */
const DATA = /\.(ndjson|png|svg|hgrm|gz|sum)$|^LICENSE$|^records\/[^/]+\//u;

/** Every text file that is committed or would be. */
function textFiles(): readonly TextFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter((path) => path !== '' && !DATA.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function all(): readonly Finding[] {
  const files = textFiles();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own package.json; the check is about its contents
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
  const pages = files.filter((file) => file.path === 'README.md' || /^docs\/.*\.md$/u.test(file.path));
  return [
    ...checkImports(files, IMPORT_TABLE),
    ...checkSizes(files),
    ...checkNames(files),
    ...checkDependencies(about),
    ...checkManual(pages, about.scripts ?? {}, root),
  ];
}

const findings = all();
for (const { check, where, text } of findings) process.stdout.write(`${check}: ${where}: ${text}\n`);
process.stdout.write(findings.length === 0 ? 'our own rules hold\n' : `${findings.length} breaches\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
