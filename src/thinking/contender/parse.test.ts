import { expect, test } from 'vitest';

import { parseContender } from './parse.ts';

const SOUND = `title: Fastify 5 on Node.js
language: node
version: { run: [node, --version], pattern: 'v(?<version>\\S+)' }
requires: [{ run: [go, version], why: the Go toolchain, install: 'https://go.dev/doc/install' }]
build: [[npm, ci, --ignore-scripts]]
start: [node, server.js]
ready: { get: /health, within: 5 s }
env: { NODE_ENV: production, JWT_KEY: object }
serves: [hello, json]
variants:
  string-secret: { env: { JWT_KEY: string }, why: the form most tutorials show }
`;

function read(text: string): unknown {
  const result = parseContender({ file: 'contender.yaml', text }, { id: 'node-fastify', dir: '/c/node-fastify' });
  return result.ok ? result.value : result.problems;
}

test('a contender and its variants are read, the environment of each laid over the contender’s', () => {
  const plain = {
    id: 'node-fastify',
    title: 'Fastify 5 on Node.js',
    language: 'node',
    dir: '/c/node-fastify',
    version: { run: ['node', '--version'], pattern: String.raw`v(?<version>\S+)` },
    requires: [{ run: ['go', 'version'], why: 'the Go toolchain', install: 'https://go.dev/doc/install' }],
    build: [['npm', 'ci', '--ignore-scripts']],
    start: ['node', 'server.js'],
    ready: { path: '/health', withinMs: 5000 },
    env: { NODE_ENV: 'production', JWT_KEY: 'object' },
    buildEnv: { NODE_ENV: 'production', JWT_KEY: 'object' },
    collector: null,
    serves: { kind: 'some', scenarios: ['hello', 'json'] },
    cores: null,
    variant: null,
  };
  expect(read(SOUND)).toEqual([
    plain,
    {
      ...plain,
      id: 'node-fastify+string-secret',
      title: 'Fastify 5 on Node.js, string-secret: the form most tutorials show',
      env: { NODE_ENV: 'production', JWT_KEY: 'string' },
      // Both run what was built once.
      buildEnv: { NODE_ENV: 'production', JWT_KEY: 'object' },
      collector: null,
      variant: { of: 'node-fastify', name: 'string-secret', why: 'the form most tutorials show', builds: false },
    },
  ]);
});

test('a contender that says only what it must gets the defaults', () => {
  const text =
    'language: zig\nversion: { run: [zig, version], pattern: "(?<version>.+)" }\nstart: [./server]\nserves: [all]\n';
  expect(read(text)).toEqual([
    {
      id: 'node-fastify',
      title: 'node-fastify',
      language: 'zig',
      dir: '/c/node-fastify',
      version: { run: ['zig', 'version'], pattern: '(?<version>.+)' },
      requires: [],
      build: [],
      start: ['./server'],
      ready: { path: '/', withinMs: 10_000 },
      env: {},
      buildEnv: {},
      collector: null,
      serves: { kind: 'all' },
      cores: null,
      variant: null,
    },
  ]);
});

test('a shell line is refused with the list to write', () => {
  expect(read(SOUND.replace('[node, server.js]', 'node server.js'))).toEqual([
    {
      file: 'contender.yaml',
      line: 6,
      column: 8,
      given: 'node server.js',
      key: 'start',
      expected: 'a list',
      hint: 'write a list: [node, server.js]',
    },
  ]);
});

test('a folder must say its version and what it serves', () => {
  expect(read('language: node\nstart: [node, server.js]\n')).toEqual([
    {
      file: 'contender.yaml',
      line: 1,
      column: 1,
      given: null,
      key: 'version',
      expected: 'keys with values',
      hint: null,
    },
    { file: 'contender.yaml', line: 1, column: 1, given: null, key: 'serves', expected: 'a list', hint: null },
  ]);
});

test.each([
  ['(?<vrsion>.+)', 'another group'],
  ['v(.+)', 'no named group'],
  ['(?<version>', 'no regular expression'],
])('the pattern %j is refused: %s', (pattern) => {
  expect(read(SOUND.replace(String.raw`v(?<version>\S+)`, pattern))).toEqual([
    {
      file: 'contender.yaml',
      line: 3,
      column: 45,
      given: `'${pattern}'`,
      key: 'version.pattern',
      expected: String.raw`a regular expression with a group named version, such as 'v(?<version>\S+)'`,
      hint: null,
    },
  ]);
});

test('what Bakeoff sets itself cannot be set, and a path of the ready check begins with a slash', () => {
  const text = SOUND.replace('NODE_ENV: production', 'PORT: "80"').replace('/health', 'health').replace('5 s', '5');
  expect(read(text)).toEqual([
    {
      file: 'contender.yaml',
      line: 7,
      column: 15,
      given: 'health',
      key: 'ready.get',
      expected: 'a path such as /health',
      hint: null,
    },
    {
      file: 'contender.yaml',
      line: 7,
      column: 31,
      given: '5',
      key: 'ready.within',
      expected: 'a duration such as 50 ms',
      hint: null,
    },
    {
      file: 'contender.yaml',
      line: 8,
      column: 8,
      given: 'PORT',
      key: 'env.PORT',
      expected: 'another name: PORT, HOST and CORES are set by Bakeoff',
      hint: null,
    },
  ]);
});

test('a variant may build and start something else, and must differ in something', () => {
  const own = '{ build: [[make, odd]], start: [./odd], why: odd }';
  expect(read(SOUND.replace('{ env: { JWT_KEY: string }, why: the form most tutorials show }', own))).toMatchObject([
    { build: [['npm', 'ci', '--ignore-scripts']], start: ['node', 'server.js'], variant: null },
    {
      build: [['make', 'odd']],
      start: ['./odd'],
      env: { NODE_ENV: 'production', JWT_KEY: 'object' },
      variant: { name: 'string-secret', builds: true },
    },
  ]);
  expect(read(SOUND.replace('env: { JWT_KEY: string }, ', ''))).toMatchObject([
    { line: 11, key: 'variants.string-secret', expected: 'what differs: env, build or start' },
  ]);
});

test('a variant must say why it is worth a look', () => {
  expect(read(SOUND.replace(', why: the form most tutorials show', ''))).toEqual([
    {
      file: 'contender.yaml',
      line: 11,
      column: 18,
      given: null,
      key: 'variants.string-secret.why',
      expected: 'a text',
      hint: null,
    },
  ]);
});
