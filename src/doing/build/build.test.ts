import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Contender } from '../../thinking/contender/contender.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { buildContender, stillStands, type BuildEnd } from './build.ts';
import { readStamp, standing, writeStamp, type BuildPlace, type Stamp } from './stamp.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakeoff-build-test-'));
const stamps = join(folder, 'stamps');
const dir = join(folder, 'mine');
const PATH = process.env['PATH'] ?? '';
const stop = new AbortController();
let isolation: Isolation | null = null;

beforeAll(async () => {
  isolation = await openIsolation({ run: 'build-test', tmp: folder });
});
afterAll(async () => {
  await isolation?.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  rmSync(dir, { recursive: true, force: true });
  rmSync(stamps, { recursive: true, force: true });
  mkdirSync(dir);
});

/** Adds a line to `built` each time it is run, so that builds can be counted. */
const COUNTED = ['sh', '-c', 'echo once >> built'] as const;

const MINE: Contender = {
  id: 'mine',
  title: 'Mine',
  language: 'sh',
  dir,
  version: { run: ['echo', 'tool v1.2.3'], pattern: String.raw`v(?<version>\S+)` },
  requires: [],
  build: [COUNTED],
  start: ['true'],
  ready: { path: '/', withinMs: 1000 },
  env: {},
  buildEnv: {},
  collector: null,
  serves: { kind: 'all' },
  cores: null,
  variant: null,
};

const PLACE: BuildPlace = { dir, variant: null, program: 'true' };

async function build(
  more: Partial<Contender> = {},
  digest = 'sha256:1',
  signal = stop.signal,
  anew = false,
): Promise<BuildEnd> {
  if (isolation === null) throw new Error('no isolation was opened');
  const means = { isolation, environment: { PATH }, signal, stamps, digest, anew, clock: () => 0 };
  return buildContender({ ...MINE, ...more }, means);
}

const builds = (): number => readFileSync(join(dir, 'built'), 'utf8').trim().split('\n').length;

test('the same sources are built once, and again when sources, version or commands change', async () => {
  expect(await build()).toMatchObject({ ok: true, value: { version: '1.2.3', source: 'sha256:1', fresh: true } });
  expect(await build()).toMatchObject({ ok: true, value: { fresh: false } });
  expect(builds()).toBe(1);
  expect(await build({}, 'sha256:2')).toMatchObject({ ok: true, value: { fresh: true } });
  const newer = { run: ['echo', 'tool v1.2.4'], pattern: String.raw`v(?<version>\S+)` } as const;
  expect(await build({ version: newer }, 'sha256:2')).toMatchObject({ ok: true, value: { fresh: true } });
  expect(builds()).toBe(3);
  const twice = { version: newer, build: [COUNTED, COUNTED] };
  expect(await build(twice, 'sha256:2')).toMatchObject({ ok: true, value: { fresh: true } });
  expect(builds()).toBe(5);
});

test('a variant runs what its contender’s own environment built; another one of that is built again', async () => {
  const written = ['sh', '-c', 'echo "$KIND" >> built'] as const;
  const variant = { build: [written], buildEnv: { KIND: 'plain' }, env: { KIND: 'odd' } };
  expect(await build(variant)).toMatchObject({ ok: true, value: { fresh: true } });
  expect(readFileSync(join(dir, 'built'), 'utf8')).toBe('plain\n');
  expect(await build({ ...variant, env: { KIND: 'odder' } })).toMatchObject({ ok: true, value: { fresh: false } });
  expect(await build({ ...variant, buildEnv: { KIND: 'other' } })).toMatchObject({ ok: true, value: { fresh: true } });
});

/** Makes a program of the contender's folder. */
const made = (program: string): Partial<Contender> => ({
  build: [['sh', '-c', `echo "$0" > ${program}; echo once >> built`, program]],
  start: [`./${program}`],
});

test('a variant that builds for itself has a build of its own, and leaves its contender’s standing', async () => {
  const plain = made('server');
  const odd = { ...made('server-odd'), variant: { of: 'mine', name: 'odd', why: 'odd', builds: true } };
  for (const fresh of [true, false]) {
    expect(await build(plain)).toMatchObject({ ok: true, value: { fresh } });
    expect(await build(odd)).toMatchObject({ ok: true, value: { fresh } });
  }
  expect(builds()).toBe(2);
});

test('what another build of the folder wrote over stands no more', async () => {
  const plain = await build(made('server'));
  if (!plain.ok) throw new Error('it was not built');
  expect(stillStands(plain.value, stamps)).toBe(true);
  const odd = {
    ...made('server'),
    build: [['sh', '-c', 'echo something longer > server']] as const,
    variant: { of: 'mine', name: 'odd', why: 'odd', builds: true },
  };
  expect(await build(odd)).toMatchObject({ ok: true });
  expect(stillStands(plain.value, stamps)).toBe(false);
  expect(await build(made('server'))).toMatchObject({ ok: true, value: { fresh: true } });
});

test('what a build made and somebody removed is built again', async () => {
  await build();
  rmSync(join(dir, 'built'));
  expect(await build()).toMatchObject({ ok: true, value: { fresh: true } });
});

test('a failed build leaves no stamp, and says which command, how it ended and what it wrote', async () => {
  const broken = { build: [COUNTED, ['sh', '-c', 'echo no such module >&2; exit 3']] as const };
  for (const attempt of [1, 2]) {
    expect(await build(broken)).toEqual({
      ok: false,
      failure: {
        kind: 'build-failed',
        command: 'sh -c echo no such module >&2; exit 3',
        exit: 'exit code 3',
        lastLines: ['no such module'],
      },
    });
    expect(builds()).toBe(attempt);
  }
});

test('a tool that is missing is a requirement missing, with the way to install it, and nothing is built', async () => {
  const requires = [
    { run: ['no-such-tool', '--version'], why: 'the compiler', install: 'https://example.org' },
  ] as const;
  expect(await build({ requires })).toEqual({
    ok: false,
    failure: {
      kind: 'requirement-missing',
      command: 'no-such-tool --version',
      why: 'the compiler',
      install: 'https://example.org',
    },
  });
  expect(readStamp(stamps, PLACE)).toBeNull();
});

test('no version, no measurement; an inline contender that names none is known by its sources', async () => {
  const version = { run: ['echo', 'hello'], pattern: String.raw`v(?<version>\d+)` } as const;
  expect(await build({ version })).toEqual({
    ok: false,
    failure: { kind: 'version-unknown', command: 'echo hello', pattern: String.raw`v(?<version>\d+)`, got: 'hello' },
  });
  expect(await build({ version: null }, `sha256:${'a'.repeat(64)}`)).toMatchObject({
    ok: true,
    value: { version: `source sha256:${'a'.repeat(12)}` },
  });
});

test('an interruption is nobody’s failure', async () => {
  const interrupt = new AbortController();
  const ended = build({ build: [['sleep', '600']] }, 'sha256:1', interrupt.signal);
  setTimeout(() => interrupt.abort(), 50);
  expect(await ended).toEqual({ ok: false, failure: null });
});

const STAMP: Stamp = { digest: 'sha256:1', version: '1', build: [['make']], env: {} };

test('a stamp that cannot be read counts as none, which costs a build and no truth', () => {
  writeStamp(stamps, PLACE, STAMP);
  expect(standing(readStamp(stamps, PLACE), STAMP, PLACE)).toBe(true);
  expect(standing(readStamp(stamps, { ...PLACE, dir: join(folder, 'other') }), STAMP, PLACE)).toBe(false);
  expect(standing(null, STAMP, PLACE)).toBe(false);
  rmSync(stamps, { recursive: true });
  writeFileSync(stamps, 'a file where the folder of stamps should be');
  writeStamp(stamps, PLACE, STAMP);
  expect(readStamp(stamps, PLACE)).toBeNull();
  rmSync(stamps);
});
