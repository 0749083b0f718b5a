import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const PAGE = '# Footprints\n\n<!-- BEGIN: footprint -->\n\nnone yet\n\n<!-- END: footprint -->\n';

function figure(title: string, value: number | null, unit: string, more: object = {}): object {
  return { title, value, unit, low: null, high: null, n: 1, state: 'known', why: null, taken: 'so', date: '', ...more };
}

const NOT_ASKED = { state: 'unknown', why: 'not asked for: --builds' };

function documentOf(contenders: readonly string[]): object {
  return {
    schema: 'bakeoff/footprint@1',
    taken_at: '2026-11-28T19:00:00.000Z',
    machine: { fingerprint: '9c1e0a77b2d4', cpu: 'EPYC', cores: 2, kernel: 'Linux 6.18', isolation: 'cgroup-v2' },
    scenario: 'hello',
    starts: 20,
    contenders: contenders.map((contender) => ({
      contender,
      version: '1.2.3',
      figures: {
        start: figure('start', 41.24, 'ms', { low: 39.8, high: 1047, n: 20 }),
        artefact: figure('artefact', 5 * 2 ** 20, 'bytes'),
        'clean-build': figure('clean build', null, 's', NOT_ASKED),
        direct: figure('direct dependencies', 3, 'count'),
        advisories: figure('advisories', null, 'count', { state: 'unknown', why: 'nobody answered' }),
      },
    })),
  };
}

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-footprint-record-'));
  mkdirSync(join(root, 'records'));
  mkdirSync(join(root, 'docs'));
  for (const name of ['footprint.ts', 'footprint-page.ts', 'file.ts', 'splice.ts']) {
    cpSync(join(import.meta.dirname, name), join(root, 'records', name));
  }
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'docs/footprint.md'), PAGE);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function record(text: string): { readonly code: number | null; readonly err: string } {
  writeFileSync(join(root, 'given.json'), text);
  const ended = spawnSync(process.execPath, ['records/footprint.ts', 'given.json'], { cwd: root, encoding: 'utf8' });
  return { code: ended.status, err: ended.stderr };
}

const folders = (): readonly string[] => readdirSync(join(root, 'records')).filter((name) => !name.endsWith('.ts'));
const page = (): string => readFileSync(join(root, 'docs/footprint.md'), 'utf8');

describe('npm run record:footprint', () => {
  it('files the document and shows its tables, with how each figure was taken and why one is missing', () => {
    expect(record(JSON.stringify(documentOf(['node-http', 'go-gin'])))).toMatchObject({ code: 0 });
    expect(folders()).toEqual(['2026-11-28-9c1e0a77-footprint']);
    expect(readdirSync(join(root, 'records/2026-11-28-9c1e0a77-footprint')).toSorted()).toEqual([
      'README.md',
      'footprint.json',
    ]);
    expect(page()).toContain('| node-http | 41.2 (39.8–1047) | unknown | unknown | unknown | 5.00 | unknown |');
    expect(page()).toContain('$ ./bakeoff footprint node-http go-gin --scenario hello --starts 20 --json');
    expect(page()).toContain('- unknown: nobody answered (advisories): node-http, go-gin');
    expect(page()).toContain('node-http 1.2.3, go-gin 1.2.3');
    // Of what nobody asked for there is no table and no word.
    expect(page()).not.toContain('clean build');
  });

  it.each([
    ['no JSON', '{', 'given.json: '],
    ['another document', '{"schema":"bakeoff/result@1"}', 'no document of footprints'],
    ['one without a footprint', JSON.stringify(documentOf([])), 'nobody has a footprint'],
  ])('leaves everything as it is for %s', (_what, text, why) => {
    const ended = record(text);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(why);
    expect(folders()).toEqual([]);
    expect(page()).toBe(PAGE);
  });
});
