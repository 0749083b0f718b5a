import { NO_WISHES } from '../advice/parse.ts';
import { expect, test } from 'vitest';

import { defineConfig } from './config.ts';
import { DEFAULT_MARGINS } from './defaults.ts';
import { checkConfig, parseConfig } from './parse.ts';

const SHORT = 'contenders: [node-fastify, go-gin]\nscenarios: [json]\n';

function read(text: string): unknown {
  const result = parseConfig({ file: 'bakeoff.yaml', text }).config;
  return result.ok ? result.value : result.problems;
}

test('a short config gets every default', () => {
  expect(read(SHORT)).toEqual({
    name: 'a bake-off',
    file: 'bakeoff.yaml',
    baseline: 'node-fastify',
    contenders: [
      { kind: 'named', id: 'node-fastify', folder: 'node-fastify', problem: expect.any(Function) },
      { kind: 'named', id: 'go-gin', folder: 'go-gin', problem: expect.any(Function) },
    ],
    scenarios: [{ kind: 'named', id: 'json', problem: expect.any(Function) }],
    profile: 'quick',
    cores: 'auto',
    objective: { p99Ms: 50, errors: 0.001 },
    decide: NO_WISHES,
    margin: {
      'cpu-per-request': 0.05,
      'peak-cpu-per-request': 0.05,
      'peak-rate': 0.05,
      p50: 0.1,
      p90: 0.1,
      p99: 0.2,
      'p99.9': 0.3,
      'first-piece': 0.2,
      'piece-gap': 0.2,
      memory: 0.1,
      'busy-cpu-per-request': 0.05,
      'busy-p99': 0.2,
      capacity: 0.1,
      'surge-kept': 0.05,
      'surge-late': 0.2,
      'surge-memory': 0.1,
      'held-memory': 0.1,
    },
  });
});

test('what a config says stands, the rest keeps its default', () => {
  const more =
    'name: mine\nbaseline: go-gin\nprofile: smoke\ncores: { contender: [0], rest: [1, 2] }\nobjective: { p99: 2 s }\nmargin: { p99.9: 40 % }\n';
  expect(read(SHORT + more)).toMatchObject({
    name: 'mine',
    baseline: 'go-gin',
    profile: 'smoke',
    cores: { contender: [0], rest: [1, 2] },
    objective: { p99Ms: 2000, errors: 0.001 },
    margin: { ...DEFAULT_MARGINS, 'p99.9': 0.4 },
  });
});

test('variants, paths and inline objects are told apart', () => {
  const text = `contenders:
  - node-fastify+string-secret
  - ../services/mine/
  - ./other+tuned
  - { name: inline, dir: ./service, language: node, start: [node, server.js], variants: { big: { env: { HEAP: '1' }, why: more } } }
scenarios: [./scenarios/orders, { id: own, question: Why?, operations: [] }]
baseline: inline+big
`;
  expect(read(text)).toMatchObject({
    baseline: 'inline+big',
    contenders: [
      { kind: 'named', id: 'node-fastify+string-secret', folder: 'node-fastify' },
      { kind: 'path', id: 'mine', path: '../services/mine' },
      { kind: 'path', id: 'other+tuned', path: './other' },
      { kind: 'inline', id: 'inline', contender: { name: 'inline', dir: './service' } },
    ],
    scenarios: [
      { kind: 'path', id: 'orders', path: './scenarios/orders' },
      {
        kind: 'inline',
        id: 'own',
        key: 'scenarios[1]',
        located: true,
        excerpt: expect.stringMatching(/^[ \n]+\{ +question: Why\?, operations: \[\] \}$/u),
      },
    ],
  });
});

test('an inline contender without version and serves has no version and serves all', () => {
  const result = parseConfig({
    file: 'bakeoff.yaml',
    text: 'contenders: [{ name: mine, dir: ./service, language: node, start: [node, server.js], ready: { get: /health } }]\nscenarios: [json]\n',
  }).config;
  const [mine] = result.ok ? result.value.contenders : [];
  expect(mine?.kind === 'inline' && mine.contender.in('/home/me/service')).toEqual([
    {
      id: 'mine',
      title: 'mine',
      language: 'node',
      dir: '/home/me/service',
      version: null,
      requires: [],
      build: [],
      start: ['node', 'server.js'],
      ready: { path: '/health', withinMs: 10_000 },
      env: {},
      buildEnv: {},
      collector: null,
      serves: { kind: 'all' },
      cores: null,
      variant: null,
    },
  ]);
});

test('a name that stands twice is a problem where it stands the second time', () => {
  const text = 'contenders: [a, b, ./b]\nscenarios: [json, json]\n';
  expect(read(text)).toEqual([
    {
      file: 'bakeoff.yaml',
      line: 1,
      column: 20,
      given: './b',
      key: 'contenders[2]',
      expected: 'each contender once',
      hint: 'b stands further up already',
    },
    {
      file: 'bakeoff.yaml',
      line: 2,
      column: 19,
      given: 'json',
      key: 'scenarios[1]',
      expected: 'each scenario once',
      hint: 'json stands further up already',
    },
  ]);
});

test('the baseline is one of the contenders', () => {
  const expected = 'one of the contenders node-fastify, go-gin';
  expect(read(`${SHORT}baseline: node-fastfy\n`)).toEqual([
    {
      file: 'bakeoff.yaml',
      line: 3,
      column: 11,
      given: 'node-fastfy',
      key: 'baseline',
      expected,
      hint: 'did you mean node-fastify?',
    },
  ]);
  expect(read(`${SHORT}baseline: rust-axum\n`)).toEqual([
    {
      file: 'bakeoff.yaml',
      line: 3,
      column: 11,
      given: 'rust-axum',
      key: 'baseline',
      expected,
      hint: 'add it to contenders, it is measured like every other',
    },
  ]);
});

function at(line: number, column: number, key: string, given: string, expected: string, hint: string | null = null) {
  return { file: 'bakeoff.yaml', line, column, key, given, expected, hint };
}

test('unknown keys, units, profiles, margins and cores are located', () => {
  const text = `contendrs: [a]\ncontenders: [a]\nscenarios: []\nprofile: quik\ncores: { contender: [0], rest: [0] }\nobjective: { p99: 50 }\nmargin: { p98: 5 %, p50: 0 %, p90: 5 }\n`;
  const keys = 'one of the keys name, baseline, contenders, scenarios, profile, cores, objective, margin, decide';
  const margins =
    'one of the keys cpu-per-request, peak-cpu-per-request, peak-rate, p50, p90, p99, p99.9, memory, busy-cpu-per-request, busy-p99, capacity, first-piece, piece-gap, surge-kept, surge-late, surge-memory, held-memory';
  const margin = 'a share such as 5 %, above 0 % and below 100 %';
  expect(read(text)).toEqual([
    at(1, 1, 'contendrs', 'contendrs', keys, 'did you mean contenders?'),
    at(3, 12, 'scenarios', '[]', 'a list of at least 1'),
    at(4, 10, 'profile', 'quik', 'one of smoke, quick, standard, rigorous', 'did you mean quick?'),
    at(5, 33, 'cores.rest[0]', '0', 'each core once, in one half'),
    at(6, 19, 'objective.p99', '50', 'a duration such as 50 ms'),
    at(7, 11, 'margin.p98', 'p98', margins, 'did you mean p90?'),
    at(7, 26, 'margin.p50', '0 %', margin),
    at(7, 36, 'margin.p90', '5', margin),
  ]);
});

test.each(['Node', 'a+b+c', 'a b', '+x', '..', './', 'placebo'])('%j names no contender', (name) => {
  expect(read(`contenders: ['${name}']\nscenarios: [json]\n`)).toMatchObject([
    { line: 1, column: 14, key: 'contenders[0]', given: `'${name}'` },
  ]);
});

test('a config that is a program is checked like a file, without lines', () => {
  const config = defineConfig({
    contenders: ['a', { name: 'b', language: 'go', start: ['./b'] }],
    scenarios: [{ id: 'own', question: 'Why?' }],
  });
  const result = checkConfig('bakeoff.config.ts', config).config;
  expect(result).toMatchObject({
    ok: true,
    value: {
      baseline: 'a',
      scenarios: [{ kind: 'inline', id: 'own', excerpt: '{"question":"Why?"}', located: false }],
    },
  });
  expect(checkConfig('bakeoff.config.ts', { contenders: ['a'], scenarios: ['s'], profile: 'quik' }).config).toEqual({
    ok: false,
    problems: [
      {
        file: 'bakeoff.config.ts',
        line: null,
        column: null,
        given: '"quik"',
        key: 'profile',
        expected: 'one of smoke, quick, standard, rigorous',
        hint: 'did you mean quick?',
      },
    ],
  });
});

test('what an unsound config names is read as far as it is sound', () => {
  const text = 'profile: quik\ncontenders: [a, 7, { name: b }, B, ./c]\nscenarios: [s, { id: own }, [x]]\n';
  const reading = parseConfig({ file: 'bakeoff.yaml', text });
  expect(reading.config.ok).toBe(false);
  expect(reading.contenders.map(({ id }) => id)).toEqual(['a', 'c']);
  expect(reading.scenarios.map(({ id }) => id)).toEqual(['s', 'own']);
  expect(parseConfig({ file: 'bakeoff.yaml', text: 'contenders: [a' })).toMatchObject({
    contenders: [],
    scenarios: [],
  });
});
