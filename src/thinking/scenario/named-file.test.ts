import { expect, test } from 'vitest';

import type { Defined } from '../definition/problem.ts';
import { fileRule } from './named-file.ts';
import { parseScenario } from './parse.ts';
import type { Scenario } from './scenario.ts';

type Files = Readonly<Record<string, string>>;

function parse(text: string, files: Files = {}): Defined<Scenario> {
  const read = (file: string) => (files[file] === undefined ? null : { file, text: files[file] });
  return parseScenario({ scenario: { file: 'scenario.yaml', text }, read, signs: () => false }, 'mine', '/mine');
}

function problems(text: string, files: Files = {}): readonly unknown[] {
  const parsed = parse(text, files);
  return parsed.ok ? [] : parsed.problems;
}

const borrowing = (cases: string, file: string): string =>
  `question: Why?
pools: { order: { file: ${file} } }
operations: [{ id: hello, request: { method: POST, path: /hello, json: '\${order}' } }]
cases: ${cases}`;

test('a scenario may name files of another one beside it, and of no other place', () => {
  const files = {
    '../json/cases.yaml': "- { name: it greets, request: { path: '/hello/${order}' } }",
    '../json/orders.ndjson': '1\n2\n',
  };
  expect(parse(borrowing('../json/cases.yaml', '../json/orders.ndjson'), files)).toMatchObject({
    ok: true,
    value: { pools: { order: { kind: 'list', values: [1, 2] } }, cases: [{ name: 'it greets' }] },
  });
  for (const astray of ['../../etc/passwd', '/etc/passwd', '../.git/x', '../json/../x', './x', '../json/sub/x'])
    expect(problems(borrowing(astray, astray))).toMatchObject([
      { line: 2, column: 25, key: 'pools.order.file', given: astray, expected: fileRule('orders.ndjson') },
      { line: 4, column: 8, key: 'cases', given: astray, expected: fileRule('cases.yaml') },
    ]);
  expect(problems(borrowing('../json/none.yaml', '../json/orders.ndjson'), files)).toMatchObject([
    { line: 4, column: 8, key: 'cases', expected: "a file ../json/none.yaml, seen from the scenario's folder" },
  ]);
});
