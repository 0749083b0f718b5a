import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PAGE = '# The arena\n\n<!-- BEGIN: arena -->\n\nno run recorded yet\n\n<!-- END: arena -->\n';

/** A run of one scenario; its seed tells it from others. */
function documentOf(seed: number, scenario: string, changes: object = {}): object {
  return {
    schema: 'bakeoff/result@1',
    run: `r-20261124-031500-${seed}`,
    seed,
    complete: true,
    profile: { name: 'quick' },
    machine: { fingerprint: '9c1e0a77b2d4', cpu: 'EPYC', cores: 2, kernel: 'Linux 6.18', isolation: 'cgroup-v2' },
    contenders: [{ id: 'node-fastify' }, { id: 'node-fastify@1' }, { id: 'node-fastify@2' }],
    scenarios: [{ id: scenario, blocks: { planned: 12 } }],
    refused: null,
    ...changes,
  };
}

let root = '';

/** A clone with nothing but the program under test and a launcher that reports the document of the run it is asked for. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-arena-'));
  mkdirSync(join(root, 'records'));
  mkdirSync(join(root, 'docs'));
  for (const name of ['arena.ts', 'arena-page.ts', 'file.ts', 'page.ts', 'splice.ts']) {
    cpSync(join(import.meta.dirname, name), join(root, 'records', name));
  }
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'docs/arena.md'), PAGE);
  const launcher = `#!/usr/bin/env node
const { copyFileSync, existsSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const file = (name) => args[args.indexOf(name) + 1];
const document = __dirname + '/' + args[1] + '.json';
if (!existsSync(document)) process.exit(2);
copyFileSync(document, file('--json'));
writeFileSync(file('--md'), 'What ' + args[1] + ' found.\\n\\n| its table |\\n');
writeFileSync(file('--html'), '<p>report</p>');
`;
  writeFileSync(join(root, 'launcher.cjs'), launcher, { mode: 0o755 });
  symlinkSync('launcher.cjs', join(root, 'bakeoff'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function stored(seed: number, scenario: string, changes: object = {}): string {
  const run = `r-20261124-031500-${seed}`;
  writeFileSync(join(root, `${run}.json`), JSON.stringify(documentOf(seed, scenario, changes)));
  return run;
}

function arena(...runs: readonly string[]): { readonly code: number | null; readonly err: string } {
  const ended = spawnSync(process.execPath, ['records/arena.ts', ...runs], { cwd: root, encoding: 'utf8' });
  return { code: ended.status, err: ended.stderr };
}

function recorded(folder = ''): readonly string[] {
  return readdirSync(join(root, 'records', folder)).filter((name) => !name.endsWith('.ts'));
}

describe('npm run record:arena', () => {
  it('files each run in a folder of its own, and shows all in the order they were named', () => {
    const runs = [stored(1, 'json'), stored(2, 'chat'), stored(3, 'json')];
    expect(arena(...runs)).toMatchObject({ code: 0 });
    expect(recorded()).toEqual(['2026-11-24-9c1e0a77-arena']);
    expect(recorded('2026-11-24-9c1e0a77-arena').toSorted()).toEqual(['README.md', 'chat', 'json', 'json-2']);
    const page = readFileSync(join(root, 'docs/arena.md'), 'utf8');
    expect(page).toContain('Recorded on 2026-11-24: EPYC, 2 cores, Linux 6.18, isolation cgroup-v2.\n');
    expect(page).toContain('- [json](#json): What r-20261124-031500-1 found.\n- [chat](#chat): What');
    expect(page).toContain('(../records/2026-11-24-9c1e0a77-arena/json-2)');
    expect(page.indexOf('## json')).toBeLessThan(page.indexOf('## chat'));
    expect(page).not.toContain('no run recorded yet');
  });

  it('names a contender on several numbers of cores once in the command', () => {
    arena(stored(1, 'cores'));
    const page = readFileSync(join(root, 'docs/arena.md'), 'utf8');
    expect(page).toContain('$ ./bakeoff run node-fastify --scenario cores --profile quick --blocks 12 --seed 1\n');
  });

  it('keeps a refused run, which refuses no other', () => {
    expect(arena(stored(1, 'json'), stored(2, 'heap', { refused: { reason: 'too many void' } })).code).toBe(0);
    expect(recorded('2026-11-24-9c1e0a77-arena').toSorted()).toEqual(['README.md', 'heap', 'json']);
  });

  it.each([
    ['a run that is not there', () => [stored(1, 'json'), 'r-none'], 2, ''],
    ['an unfinished run', () => [stored(1, 'json'), stored(2, 'chat', { complete: false })], 2, 'is not finished'],
    ['no run', () => [], 2, 'name the runs'],
  ])('leaves everything as it is for %s', (_what, runs, code, why) => {
    const ended = arena(...runs());
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(why);
    expect(recorded()).toEqual([]);
    expect(readFileSync(join(root, 'docs/arena.md'), 'utf8')).toBe(PAGE);
  });
});
