import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { leftOf, makePlace, type Ended } from './bakeoff.fixture.ts';
import { ROOT } from './product.ts';
import { EXIT } from './world.ts';

const place = makePlace('footprint');
const contenders = join(place.folder, 'contenders');
for (const name of ['hello.mjs', 'does-not-build', 'wrong-body', 'never-ready'])
  cpSync(join(ROOT, 'fixtures/contenders', name), join(contenders, name), { recursive: true });

afterAll(() => place.remove());

/** A guard against hangs, no claim about speed: each test waits while another run has the machine. */
const LONG = 300_000;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(contenders, path)), { recursive: true });
  writeFileSync(join(contenders, path), text);
}

/** A good contender with two packages, one of them with an add-on, one for another platform, and a build of one step. */
write(
  'good/contender.yaml',
  `title: Answers rightly
language: node
version: { run: [node, --version], pattern: 'v(?<version>\\S+)' }
build: [[node, build.mjs]]
start: [node, dist/server.mjs]
ready: { get: /health, within: 10 s }
serves: [hello]
`,
);
write('good/src/main.ts', 'serve();\n');
write(
  'good/build.mjs',
  `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const source = readFileSync('src/main.ts', 'utf8');
mkdirSync('dist', { recursive: true });
const program = ${JSON.stringify(readFileSync(join(contenders, 'hello.mjs'), 'utf8'))};
writeFileSync('dist/server.mjs', program + 'await serveHello();\\n' + '//'.padEnd(source.length, 'x'));
`,
);
write('good/package.json', '{ "type": "module" }');
const LOCKED = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { small: '1.0.0' } },
    'node_modules/small': { version: '1.0.0', license: 'MIT', dependencies: { deep: '2.0.0' } },
    'node_modules/deep': { version: '2.0.0', hasInstallScript: true },
    'node_modules/elsewhere': { version: '3.0.0', license: 'MIT', optional: true, os: ['win32'] },
    'node_modules/tool': { version: '4.0.0', license: 'MIT', dev: true },
  },
};
write('good/package-lock.json', JSON.stringify(LOCKED));
write('good/node_modules/small/index.js', 'x'.repeat(100));
write('good/node_modules/deep/deep.node', 'x'.repeat(1000));
write('good/node_modules/deep/package.json', '{ "license": "ISC" }');
write('good/node_modules/tool/tool.js', 'x'.repeat(10_000));

interface Figure {
  readonly value: number | null;
  readonly unit: string;
  readonly state: string;
  readonly n: number | null;
}

interface Document {
  readonly schema: string;
  readonly machine: { readonly fingerprint: string };
  readonly contenders: readonly {
    readonly contender: string;
    readonly figures: Readonly<Record<string, Figure>>;
    readonly starts_ms: readonly number[];
    readonly image_files: readonly { readonly name: string; readonly bytes: number }[];
    readonly licences: { readonly by: Record<string, number> };
    readonly load_answers: number;
    readonly changed_source: string | null;
  }[];
  readonly without: readonly { readonly contender: string; readonly kind: string }[];
}

async function footprint(...words: readonly string[]): Promise<Ended & { readonly pid: number | undefined }> {
  const config = join(place.folder, 'bakeoff.yaml');
  const ids = ['good', 'does-not-build', 'wrong-body', 'never-ready'];
  writeFileSync(config, `contenders: [${ids.map((id) => `./contenders/${id}`).join(', ')}]\nscenarios: [hello]\n`);
  const store = join(place.folder, 'store');
  const started = await place.startMeasuring('footprint', ...words, '--config', config, '--store', store);
  return { ...(await started.ended), pid: started.child.pid };
}

describe('bakeoff footprint', { timeout: LONG }, () => {
  test('measures the good contender, names what others did wrong, and leaves nothing', async () => {
    const { code, out, pid } = await footprint('--json', '--starts', '2', '--builds');
    expect(code).toBe(EXIT.contenderFailed);
    const { schema, machine, contenders: seen, without } = JSON.parse(out) as Document;
    expect(schema).toBe('bakeoff/footprint@1');
    expect(machine.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
    expect(without.map(({ contender, kind }) => [contender, kind])).toEqual([
      ['does-not-build', 'build-failed'],
      ['wrong-body', 'contract-broken'],
      ['never-ready', 'never-ready'],
    ]);
    expect(seen.map(({ contender }) => contender)).toEqual(['good']);
    const [good] = seen;
    const value = (id: string): number | null | undefined => good?.figures[id]?.value;
    expect(good?.starts_ms).toHaveLength(2);
    expect(good?.figures['start']).toMatchObject({ unit: 'ms', state: 'known', n: 2 });
    expect(value('start')).toBeGreaterThan(0);
    expect(value('memory-idle')).toBeGreaterThan(1);
    expect(value('memory-peak')).toBeGreaterThanOrEqual(value('memory-idle') ?? Infinity);
    expect(good?.load_answers).toBe(20_000);
    // What is installed: two packages of the three that are locked, and not the tool.
    const [direct, used, locked] = ['direct', 'dependencies', 'locked'].map(value);
    expect([direct, used, locked]).toEqual([1, 2, 3]);
    expect(value('installed')).toBe(100 + 1000 + '{ "license": "ISC" }'.length);
    expect([value('scripts'), value('add-ons')]).toEqual([1, 1]);
    expect(good?.licences.by).toEqual({ MIT: 1, ISC: 1 });
    const built = readFileSync(join(contenders, 'good/dist/server.mjs')).length + '{ "type": "module" }'.length;
    expect(value('artefact')).toBe((value('installed') ?? 0) + built);
    const libraries = good?.image_files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
    expect(value('image')).toBe((value('artefact') ?? 0) + libraries);
    expect(good?.image_files.map(({ name }) => name)).toContain('node');
    // The copy was built twice, and the sources themselves stayed as they are.
    expect(value('clean-build')).toBeGreaterThan(0);
    expect(value('incremental-build')).toBeGreaterThan(0);
    expect(good?.changed_source).toBe('src/main.ts');
    expect(readFileSync(join(contenders, 'good/src/main.ts'), 'utf8')).toBe('serve();\n');
    expect(good?.figures['advisories']).toMatchObject({ value: null, state: 'unknown' });
    expect(await leftOf(place, pid)).toEqual([]);
  });

  test('prints tables that show no builds unless they are asked for', async () => {
    const { code, out } = await footprint('good', '--starts', '1');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^running +start ms .*\ngood +\S+ \(/mu);
    expect(out).toMatch(/^good +MIT 1, ISC 1$|^good +ISC 1, MIT 1$/mu);
    expect(out).not.toContain('clean build');
  });

  test('stops at once by Ctrl-C, with 130, and leaves nothing', async () => {
    const config = join(place.folder, 'long.yaml');
    writeFileSync(config, 'contenders: [./contenders/good]\nscenarios: [hello]\n');
    const store = join(place.folder, 'store');
    const words = ['footprint', '--config', config, '--store', store, '--starts', '10000'];
    const started = await place.startMeasuring(...words);
    await started.said(/^start {2}2 of 10000/mu);
    process.kill(-(started.child.pid ?? 0), 'SIGINT');
    const ended = await started.ended;
    expect(ended.code).toBe(130);
    expect(ended.out).toBe('');
    expect(ended.err).toContain('Stopped.');
    expect(await leftOf(place, started.child.pid)).toEqual([]);
  });

  test('refuses a scenario with services, and keeps nothing of any look', async () => {
    const ended = await place.run('footprint', '--scenario', 'jwt-mysql', '--config', join(ROOT, 'bakeoff.yaml'));
    expect(ended.code).toBe(EXIT.usage);
    expect(ended.err).toMatch(/^--scenario: expected one without services, .*got jwt-mysql, which needs mysql/mu);
    expect(existsSync(join(place.folder, 'store/ledger.db'))).toBe(false);
  });
});
