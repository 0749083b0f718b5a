import { expect, test } from 'vitest';
import { z } from 'zod';

import type { Defined } from './problem.ts';
import { checkDefinition, readDefinition } from './reader.ts';
import type { Definition } from './reader.ts';

const serviceSchema = z.strictObject({ name: z.string(), port: z.int().min(1).max(65_535) });
const schema = z.strictObject({
  title: z.string().min(1),
  speed: z.enum(['slow', 'quick']).default('quick'),
  wait: z.string({ error: 'a duration such as 50 ms' }).optional(),
  services: z.array(z.union([z.string(), serviceSchema])).default([]),
  shares: z.record(z.string().regex(/^[a-z]+$/u, 'a lower-case word'), z.number().positive()).default({}),
  kind: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('constant') }),
      z.strictObject({ type: z.literal('closed') }),
    ])
    .optional(),
});

function read(text: string): Defined<Definition<z.output<typeof schema>>> {
  return readDefinition({ file: 'a.yaml', text }, schema);
}

function problems(text: string): unknown {
  const result = read(text);
  return result.ok ? 'no problem' : result.problems;
}

test('a sound definition is its value with the defaults filled in', () => {
  const result = read('title: mine\nservices: [a, { name: b, port: 80 }]\n');
  expect(result.ok && result.value.value).toEqual({
    title: 'mine',
    speed: 'quick',
    services: ['a', { name: 'b', port: 80 }],
    shares: {},
  });
});

test('an unknown key is shown at the key itself, with the nearest valid one', () => {
  expect(problems('title: mine\nspede: slow\n')).toEqual([
    {
      file: 'a.yaml',
      line: 2,
      column: 1,
      given: 'spede',
      key: 'spede',
      expected: 'one of the keys title, speed, wait, services, shares, kind',
      hint: 'did you mean speed?',
    },
  ]);
});

test('a missing key is shown at the mapping that should hold it', () => {
  expect(problems('title: mine\nservices:\n  - name: b\n')).toEqual([
    {
      file: 'a.yaml',
      line: 3,
      column: 5,
      given: null,
      key: 'services[0].port',
      expected: 'a whole number',
      hint: null,
    },
  ]);
});

test('a word outside its list is shown with the list and the nearest of it', () => {
  expect(problems('title: mine\nspeed: quik\n')).toEqual([
    {
      file: 'a.yaml',
      line: 2,
      column: 8,
      given: 'quik',
      key: 'speed',
      expected: 'one of slow, quick',
      hint: 'did you mean quick?',
    },
  ]);
});

test('all problems are reported at once, in the order of the file', () => {
  const found = read(
    'title: ""\nspeed: 1\nwait: 5\nservices: [{ name: b, prot: 80 }, 7]\nshares: { A: 1, b: -1 }\nkind: { type: open }\n',
  );
  expect(
    found.ok
      ? []
      : found.problems.map(({ line, column, key, expected, given }) => [line, column, key, expected, given]),
  ).toEqual([
    [1, 8, 'title', 'a text that is not empty', '""'],
    [2, 8, 'speed', 'one of slow, quick', '1'],
    [3, 7, 'wait', 'a duration such as 50 ms', '5'],
    [4, 12, 'services[0].port', 'a whole number', null],
    [4, 23, 'services[0].prot', 'one of the keys name, port', 'prot'],
    [4, 35, 'services[1]', 'a text or keys with values', '7'],
    [5, 11, 'shares.A', 'a lower-case word', 'A'],
    [5, 20, 'shares.b', 'a number above 0', '-1'],
    [6, 15, 'kind.type', 'one of constant, closed', 'open'],
  ]);
});

test.each([
  ['title: a\nspeed: slow\ntitle: b\n', 3, 1, 'title', 'title', 'each key once'],
  ['title: !js a\n', 1, 8, '', '!js', 'plain values without tags'],
  ['title: !!binary aGk=\n', 1, 8, '', '!!binary', 'plain values without tags'],
  ['title: *a\n', 1, 8, '', '*a', 'an anchor &a earlier in the file'],
  ['services: &a [*a]\n', 1, 15, '', '*a', 'an alias to something other than what it stands in'],
  ['title: a\n---\ntitle: b\n', 2, 1, '', '--- title: b', 'one document a file'],
  ['title: a\n? [b]\n: c\n', 2, 3, '', '[b]', 'a plain word as key'],
  ['\ttitle: a\n', 1, 1, '', null, 'spaces, not tabs, as indentation'],
])('%j is refused at its place', (text, line, column, key, given, expected) => {
  expect(problems(text)).toEqual([{ file: 'a.yaml', line, column, key, given, expected, hint: null }]);
});

test('broken YAML says where it breaks', () => {
  const result = read('title: [a\n');
  expect(result.ok ? null : result.problems[0]).toMatchObject({
    line: 2,
    column: 1,
    expected: expect.stringMatching(/^correct YAML: /u),
  });
});

function row(from: string): string {
  return `[${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`;
}

test('aliases that multiply beyond the limit are refused, not expanded', () => {
  const text = `a: &a [1]\nb: &b ${row('a')}\nc: &c ${row('b')}\nd: &d ${row('c')}\n`;
  expect(problems(text)).toEqual([
    { file: 'a.yaml', line: 1, column: 1, key: '', given: null, expected: 'at most 100 uses of aliases', hint: null },
  ]);
});

test('a merge key is an unknown key: YAML 1.2 has none', () => {
  const result = read('title: a\n<<: { speed: slow }\n');
  expect(result.ok ? null : result.problems[0]).toMatchObject({ line: 2, column: 1, given: '<<' });
});

test('an empty file lacks everything', () => {
  expect(problems('')).toEqual([
    { file: 'a.yaml', line: 1, column: 1, given: null, key: '', expected: 'keys with values', hint: null },
  ]);
});

test('what is given is shortened to one line of sixty characters without control characters', () => {
  const result = read(`title: a\nspeed: "${'long '.repeat(30)}\\u001b"\n`);
  const given = result.ok ? null : result.problems[0]?.given;
  expect(given).toHaveLength(60);
  expect(given).toMatch(/^"long long.*…$/u);
});

test('a line of words where a list belongs comes with the list to write', () => {
  const argv = z.strictObject({ start: z.array(z.string()), env: z.record(z.string(), z.string()) });
  expect(readDefinition({ file: 'c.yaml', text: 'start: node server.js\nenv: { N: 4 }\n' }, argv)).toEqual({
    ok: false,
    problems: [
      {
        file: 'c.yaml',
        line: 1,
        column: 8,
        given: 'node server.js',
        key: 'start',
        expected: 'a list',
        hint: 'write a list: [node, server.js]',
      },
      {
        file: 'c.yaml',
        line: 2,
        column: 11,
        given: '4',
        key: 'env.N',
        expected: 'a text',
        hint: "write it in quotes: '4'",
      },
    ],
  });
});

test('a definition reports problems of its own at its values and keys', () => {
  const result = read('title: mine\nservices: [a, a]\n');
  if (!result.ok) throw new Error('the definition is sound');
  expect(result.value.problem(['services', 1], 'each once', 'take one away')).toEqual({
    file: 'a.yaml',
    line: 2,
    column: 15,
    given: 'a',
    key: 'services[1]',
    expected: 'each once',
    hint: 'take one away',
  });
  expect(result.value.keyProblem(['title'], 'no title')).toEqual({
    file: 'a.yaml',
    line: 1,
    column: 1,
    given: 'title',
    key: 'title',
    expected: 'no title',
    hint: null,
  });
  expect(result.value.problem(['speed'], 'a speed')).toEqual({
    file: 'a.yaml',
    line: 1,
    column: 1,
    given: null,
    key: 'speed',
    expected: 'a speed',
    hint: null,
  });
});

test("a schema's own check may name words to find the nearest of", () => {
  const own = z.strictObject({
    use: z.string().superRefine((word, context) => {
      context.addIssue({
        code: 'custom',
        message: 'a known pool',
        params: { candidates: ['email', 'token'] },
        input: word,
      });
    }),
  });
  const result = readDefinition({ file: 'a.yaml', text: 'use: emial' }, own);
  expect(result.ok ? null : result.problems[0]?.hint).toBe('did you mean email?');
});

test('a value made by a program has problems without lines', () => {
  expect(checkDefinition('bakeoff.config.ts', { title: 3, spede: 'slow' }, schema)).toEqual({
    ok: false,
    problems: [
      {
        file: 'bakeoff.config.ts',
        line: null,
        column: null,
        given: '3',
        key: 'title',
        expected: 'a text',
        hint: "write it in quotes: '3'",
      },
      {
        file: 'bakeoff.config.ts',
        line: null,
        column: null,
        given: 'spede',
        key: 'spede',
        expected: 'one of the keys title, speed, wait, services, shares, kind',
        hint: 'did you mean speed?',
      },
    ],
  });
});

const loose = z.strictObject({ list: z.array(z.looseObject({})) });

test.each([
  ['list: [ { id: a, size: 3, odd: yes } ]', '        {        size: 3, odd: yes }'],
  ['list: [ { size: 3, id: a } ]', '        { size: 3        }'],
  ['list:\n  - id: a\n    size: 3\n', '     \n         \n    size: 3\n'],
  ['list:\n  - size: 3\n    id: a\n    odd: yes', '     \n    size: 3\n         \n    odd: yes'],
])('an excerpt of %j keeps lines and columns', (text, expected) => {
  const result = readDefinition({ file: 'a.yaml', text }, loose);
  if (!result.ok) throw new Error('the definition is sound');
  const excerpt = result.value.excerpt(['list', 0], 'id');
  expect(excerpt).toBe(expected);
  const again = readDefinition({ file: 'a.yaml', text: excerpt }, z.looseObject({}));
  expect(again.ok && Object.keys(again.value.value)).toEqual(expected.includes('odd') ? ['size', 'odd'] : ['size']);
});
