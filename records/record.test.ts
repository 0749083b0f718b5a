import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BEGIN, END } from './splice.ts';

const DOCUMENT = {
  schema: 'bakeoff/result@1',
  run: 'r-20261124-031500-7',
  seed: 7,
  complete: true,
  profile: { name: 'quick' },
  machine: { fingerprint: '9c1e0a77b2d4', cpu: 'EPYC', cores: 2, kernel: 'Linux 6.18', isolation: 'cgroup-v2' },
  contenders: [{ id: 'node-fastify' }],
  scenarios: [{ id: 'json', blocks: { planned: 12 } }],
  refused: null,
};
const README = `# Bakeoff\n\n${BEGIN}\n\nno run recorded yet\n\n${END}\n\nThe rest.\n`;

let root = '';

/** A clone with nothing but the program under test and a launcher that reports `document` and repeats its arguments. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-record-'));
  mkdirSync(join(root, 'records'));
  for (const name of ['record.ts', 'arena.ts', 'arena-page.ts', 'file.ts', 'page.ts', 'splice.ts']) {
    cpSync(join(import.meta.dirname, name), join(root, 'records', name));
  }
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'README.md'), README);
  launcherReports(DOCUMENT);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function launcherReports(document: unknown): void {
  writeFileSync(join(root, 'document.json'), JSON.stringify(document));
  const launcher = `#!/usr/bin/env node
const { copyFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const file = (name) => args[args.indexOf(name) + 1];
copyFileSync(__dirname + '/document.json', file('--json'));
writeFileSync(file('--md'), '## json\\n\\n| ' + args.slice(0, args.indexOf('--json')).join(' ') + ' |\\n');
writeFileSync(file('--html'), '<p>report</p>');
`;
  writeFileSync(join(root, 'launcher.cjs'), launcher, { mode: 0o755 });
  rmSync(join(root, 'bakeoff'), { force: true });
  symlinkSync('launcher.cjs', join(root, 'bakeoff'));
}

function record(...words: readonly string[]): { readonly code: number | null; readonly err: string } {
  const ended = spawnSync(process.execPath, ['records/record.ts', ...words], { cwd: root, encoding: 'utf8' });
  return { code: ended.status, err: ended.stderr };
}

function recorded(): readonly string[] {
  return readdirSync(join(root, 'records')).filter((name) => !name.endsWith('.ts'));
}

describe('npm run record', () => {
  it('files the run named and shows its tables in the README', () => {
    expect(record('r-20261124-031500-7')).toMatchObject({ code: 0 });
    expect(recorded()).toEqual(['2026-11-24-9c1e0a77']);
    const folder = join(root, 'records/2026-11-24-9c1e0a77');
    expect(readdirSync(folder).toSorted()).toEqual(['README.md', 'report.html', 'report.md', 'result.json']);
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))).toEqual(DOCUMENT);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme).toContain('| report r-20261124-031500-7 |');
    expect(readme).toContain('(records/2026-11-24-9c1e0a77)');
    expect(readme).not.toContain('no run recorded yet');
    expect(readme.endsWith(`${END}\n\nThe rest.\n`)).toBe(true);
  });

  it('writes over no earlier record', () => {
    record();
    launcherReports({ ...DOCUMENT, seed: 8 });
    expect(record()).toMatchObject({ code: 0 });
    expect(recorded()).toEqual(['2026-11-24-9c1e0a77', '2026-11-24-9c1e0a77-2']);
    const first = readFileSync(join(root, 'records/2026-11-24-9c1e0a77/result.json'), 'utf8');
    expect(JSON.parse(first)).toMatchObject({ seed: 7 });
  });

  it.each([
    ['a refused run', { ...DOCUMENT, refused: { reason: 'the placebo differs' } }, README, 'the placebo differs'],
    ['an unfinished run', { ...DOCUMENT, complete: false }, README, 'not finished'],
    ['a README without markers', DOCUMENT, '# Bakeoff\n', 'expected <!-- BEGIN'],
  ])('leaves everything as it is for %s', (_what, document, readme, why) => {
    launcherReports(document);
    writeFileSync(join(root, 'README.md'), readme);
    const { code, err } = record();
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(recorded()).toEqual([]);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe(readme);
  });
});
