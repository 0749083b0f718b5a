import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { loadBakeoff, NO_OVERRIDES } from './load.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bakeoff-definition-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const CONTENDER = `language: node
version: { run: [node, --version], pattern: 'v(?<version>\\S+)' }
start: [node, server.js]
serves: [all]
variants: { tuned: { env: { FAST: '1' }, why: it may be faster } }
`;
const SCENARIO = 'question: Why?\noperations: [{ id: ask, request: { method: GET, path: /why } }]\n';
const BOTH = {
  'contenders/one/contender.yaml': CONTENDER,
  'contenders/two/contender.yaml': CONTENDER,
  'scenarios/why/scenario.yaml': SCENARIO,
};

const of = (
  file: string,
  line: number | null,
  column: number | null,
  key: string,
  given: string | null,
  expected: string,
  hint: string | null,
) => ({
  file,
  line,
  column,
  key,
  given,
  expected,
  hint,
});

async function ids(overrides = NO_OVERRIDES): Promise<unknown> {
  const result = await loadBakeoff(null, root, overrides);
  if (!result.ok) return result.problems;
  const { baseline, contenders, scenarios, profile } = result.value;
  return { baseline, profile, contenders: contenders.map(({ id }) => id), scenarios: scenarios.map(({ id }) => id) };
}

test("a user's own service outside any repository needs ten lines", async () => {
  write({
    'service/server.js': '',
    'bakeoff.yaml': `contenders:
  - { name: mine, dir: ./service, language: node, start: [node, server.js], ready: { get: /health } }
scenarios:
  - id: greeting
    question: What does a greeting cost?
    operations:
      - id: greet
        request: { method: GET, path: /hello }
        answer: { status: 200, json: { message: hi } }
`,
  });
  const result = await loadBakeoff(null, root);
  expect(result).toMatchObject({
    ok: true,
    value: {
      file: join(root, 'bakeoff.yaml'),
      baseline: 'mine',
      contenders: [{ id: 'mine', dir: join(root, 'service'), version: null, serves: { kind: 'all' } }],
      scenarios: [
        {
          id: 'greeting',
          dir: root,
          operations: [{ id: 'greet', answer: { status: 200, body: { json: { message: 'hi' } } } }],
        },
      ],
    },
  });
});

test('names are looked up beside the config first, then among the own ones', async () => {
  write({ ...BOTH, 'bakeoff.yaml': 'contenders: [two, one+tuned]\nscenarios: [why, hello]\n' });
  expect(await ids()).toEqual({
    baseline: 'two',
    profile: 'quick',
    contenders: ['two', 'one+tuned'],
    scenarios: ['why', 'hello'],
  });
});

test('the config is found from a folder below, up to the root of the repository and no further', async () => {
  write({
    ...BOTH,
    '.git/HEAD': '',
    'bakeoff.yaml': 'contenders: [one]\nscenarios: [why]\n',
    'a/b/c.txt': '',
    'other/.git/HEAD': '',
  });
  expect(await loadBakeoff(null, join(root, 'a/b'))).toMatchObject({
    ok: true,
    value: { file: join(root, 'bakeoff.yaml') },
  });
  expect(await loadBakeoff(null, join(root, 'other'))).toEqual({
    ok: false,
    problems: [
      of(
        'bakeoff.yaml',
        null,
        null,
        '',
        null,
        "bakeoff.yaml or bakeoff.config.ts here or in a folder above, up to the repository's root",
        'name it with --config FILE, or write one with bakeoff init',
      ),
    ],
  });
});

test('outside a repository a config in a folder above is not taken for the one meant', async () => {
  write({ ...BOTH, 'bakeoff.yaml': 'contenders: [one]\nscenarios: [why]\n', 'below/x.txt': '' });
  expect(await loadBakeoff(null, join(root, 'below'))).toMatchObject({
    ok: false,
    problems: [{ file: 'bakeoff.yaml', line: null }],
  });
});

test('problems of all files are reported at once, each at its place', async () => {
  write({
    ...BOTH,
    'contenders/broken/contender.yaml': CONTENDER.replace('start: [node, server.js]', 'strat: [node, server.js]'),
    'contenders/empty/readme.txt': '',
    'scenarios/odd/scenario.yaml': SCENARIO.replace('method', 'methd'),
    'bakeoff.yaml': `contenders:
  - one+tned
  - broken
  - broken+tuned
  - empty
  - twoo
  - ./contenders/tow
  - { name: mine, dir: ./servce, language: go, start: [./mine] }
scenarios: [odd, wyh, ./scenarios/wh, { id: own, qestion: x, operations: [] }]
`,
    'service/x.go': '',
  });
  const result = await loadBakeoff(null, root);
  const problems = result.ok ? [] : result.problems.map((p) => [p.file, p.line, p.column, p.key, p.given, p.hint]);
  expect(problems.slice(0, 9)).toEqual([
    ['bakeoff.yaml', 2, 5, 'contenders[0]', 'one+tned', 'did you mean one+tuned?'],
    ['contenders/broken/contender.yaml', 1, 1, 'start', null, null],
    ['contenders/broken/contender.yaml', 3, 1, 'strat', 'strat', 'did you mean start?'],
    [
      'contenders/empty/contender.yaml',
      null,
      null,
      '',
      null,
      'it says how the contender is built, started and asked whether it is ready',
    ],
    ['bakeoff.yaml', 6, 5, 'contenders[4]', 'twoo', 'did you mean two?'],
    ['bakeoff.yaml', 7, 5, 'contenders[5]', './contenders/tow', 'did you mean two?'],
    ['bakeoff.yaml', 8, 24, 'contenders[6].dir', './servce', 'did you mean service?'],
    ['scenarios/odd/scenario.yaml', 2, 36, 'operations[0].request.methd', 'methd', 'did you mean method?'],
    ['bakeoff.yaml', 9, 18, 'scenarios[1]', 'wyh', 'did you mean why?'],
  ]);
  expect(problems[9]).toEqual(['bakeoff.yaml', 9, 23, 'scenarios[2]', './scenarios/wh', 'did you mean why?']);
  expect(problems).toContainEqual(['bakeoff.yaml', 9, 50, 'scenarios[3].qestion', 'qestion', 'did you mean question?']);
});

test('a slip in the config does not hide those in the files it names', async () => {
  write({
    ...BOTH,
    'contenders/two/contender.yaml': '',
    'bakeoff.yaml': 'contenders: [one, two]\nscenarios: [wyh]\nprofile: quik\n',
  });
  const result = await loadBakeoff(null, root);
  const problems = result.ok ? [] : result.problems.map((p) => [p.file, p.line, p.key, p.hint]);
  expect(problems).toEqual([
    ['bakeoff.yaml', 3, 'profile', 'did you mean quick?'],
    ['contenders/two/contender.yaml', 1, '', null],
    ['bakeoff.yaml', 2, 'scenarios[0]', 'did you mean why?'],
  ]);
});

test('the command line chooses among what the config has, and adds to it', async () => {
  write({ ...BOTH, 'bakeoff.yaml': 'baseline: one\ncontenders: [one, two]\nscenarios: [why]\n' });
  expect(
    await ids({
      contenders: ['two', 'one+tuned', './contenders/two+tuned', 'two'],
      scenarios: ['hello'],
      profile: 'smoke',
    }),
  ).toEqual({
    baseline: 'two',
    profile: 'smoke',
    contenders: ['two', 'one+tuned', 'two+tuned'],
    scenarios: ['hello'],
  });
  expect(await ids({ ...NO_OVERRIDES, contenders: ['two', 'one'] })).toMatchObject({
    baseline: 'one',
    contenders: ['two', 'one'],
  });
});

test('the variants of an inline contender enter with it, and can be chosen alone', async () => {
  write({
    ...BOTH,
    'bakeoff.yaml':
      "contenders: [one, { name: mine, language: go, start: [./mine], variants: { big: { env: { HEAP: '1' }, why: more } } }]\nscenarios: [why]\n",
  });
  expect(await ids()).toMatchObject({ contenders: ['one', 'mine', 'mine+big'] });
  expect(await ids({ ...NO_OVERRIDES, contenders: ['mine+big'] })).toMatchObject({
    baseline: 'mine+big',
    contenders: ['mine+big'],
  });
});

test('a word of the command line that names nothing is a problem of the command line', async () => {
  write({ ...BOTH, 'bakeoff.yaml': 'contenders: [one]\nscenarios: [why]\n' });
  expect(await ids({ ...NO_OVERRIDES, contenders: ['onee', 'A B'] })).toEqual([
    of('command line', null, null, '', 'A B', 'a name of lower-case letters, digits, dots and dashes, or a path', null),
    of('command line', null, null, '', 'onee', 'the name of a folder in contenders/, or a path', 'did you mean one?'),
  ]);
});

test('a config that is a program is read through its default export', async () => {
  const config = "contenders: ['one', 'nope-nothing'], scenarios: [{ id: 'own', question: 'Why?', operatons: [] }]";
  write({ ...BOTH, 'bakeoff.config.ts': `const config: object = { ${config} };\nexport default config;\n` });
  const result = await loadBakeoff(null, root);
  const problems = result.ok ? [] : result.problems.map((p) => [p.file, p.line, p.key, p.given, p.hint]);
  expect(problems).toContainEqual([
    'bakeoff.config.ts',
    null,
    'scenarios[0].operatons',
    '"operatons"',
    'did you mean operations?',
  ]);
  expect(problems[0]?.slice(0, 4)).toEqual(['bakeoff.config.ts', null, 'contenders[1]', '"nope-nothing"']);
});

async function problemOf(file: string): Promise<unknown> {
  const result = await loadBakeoff(file, root);
  return result.ok ? null : result.problems;
}

test('a config that does not load says why', async () => {
  write({
    'b.config.ts': 'export const config = {};\n',
    'c.config.ts': "throw new Error('no such luck');\n",
  });
  expect(await problemOf('b.config.ts')).toEqual([
    of('b.config.ts', null, null, '', null, 'a default export', 'write export default defineConfig({ … })'),
  ]);
  expect(await problemOf('c.config.ts')).toEqual([
    of('c.config.ts', null, null, '', 'Error: no such luck', 'a module that loads', null),
  ]);
  expect(await problemOf('none.yaml')).toEqual([
    of('none.yaml', null, null, '', null, 'a config that exists', 'name another with --config FILE'),
  ]);
});

test('a config with TypeScript that cannot be erased says what to leave out', () => {
  write({ 'bakeoff.config.ts': 'enum E { A }\nexport default E;\n' });
  // The test runner would compile the enum; plain Node, which runs the product, does not.
  const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'load.ts')).href);
  const program = `const { loadBakeoff } = await import(${module}); console.log(JSON.stringify(await loadBakeoff(null, ${JSON.stringify(root)})));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: false,
    problems: [
      {
        file: 'bakeoff.config.ts',
        expected: 'a module that loads',
        hint: 'use TypeScript that can be erased: no enum, namespace or parameter property',
      },
    ],
  });
});

test('two configs in one folder are a question, not a guess', async () => {
  write({ 'bakeoff.yaml': '', 'bakeoff.config.ts': '' });
  expect(await ids()).toEqual([
    of(
      'bakeoff.config.ts',
      null,
      null,
      '',
      'bakeoff.yaml and bakeoff.config.ts',
      'one config in a folder',
      'remove one, or choose with --config',
    ),
  ]);
});

test('a file that is no UTF-8 and one that is a folder are named, not guessed at', async () => {
  write({
    'contenders/one/contender.yaml/x': '',
    'contenders/two/contender.yaml': '',
    'scenarios/why/scenario.yaml': SCENARIO,
    'bakeoff.yaml': 'contenders: [one, two]\nscenarios: [why]\n',
  });
  writeFileSync(join(root, 'contenders/two/contender.yaml'), Buffer.from([0x74, 0xff, 0xfe]));
  const expected = "a readable contender.yaml in the contender's folder";
  const hint = 'it says how the contender is built, started and asked whether it is ready';
  expect(await ids()).toEqual([
    of('contenders/one/contender.yaml', null, null, '', 'it is a folder', expected, hint),
    of('contenders/two/contender.yaml', null, null, '', 'it is not UTF-8', expected, hint),
  ]);
});

test("every contender and scenario of Bakeoff's own is sound", async () => {
  const own = join(import.meta.dirname, '../../..');
  const named = (folder: string, file: string) =>
    readdirSync(join(own, folder)).filter((name) => existsSync(join(own, folder, name, file)));
  const contenders = named('contenders', 'contender.yaml');
  const scenarios = named('scenarios', 'scenario.yaml');
  write({ 'bakeoff.yaml': JSON.stringify({ contenders, scenarios }) });
  // Each of them serves cores as well, and takes part in it once on each number of them.
  const onCores = contenders.flatMap((contender) => [1, 2, 4].map((count) => `${contender}@${count}`));
  expect(await ids()).toEqual({
    baseline: contenders[0],
    profile: 'quick',
    contenders: [...contenders, ...onCores],
    scenarios,
  });
});
