import { expect, test } from 'vitest';

import { parseScenario } from './parse.ts';
import { renderCases, requestsOf, renderOperations } from './render.ts';
import type { Means } from './draw.ts';
import type { Scenario } from './scenario.ts';

const MEANS: Means = {
  sign: (_algorithm, secret, input) => `${secret}-${input.length}`,
  nowS: 1_000,
  host: 'localhost',
};

function scenario(text: string): Scenario {
  const parsed = parseScenario(
    { scenario: { file: 'scenario.yaml', text }, read: () => null, signs: () => false },
    'test',
    '/',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const SHOP = scenario(`
question: What does it cost?
env: { JWT_SECRET: secret }
pools:
  item: { list: [a, b, c, d, e] }
  size: { list: [s, m, l] }
  id: { range: [1, 1000000] }
  token: { jwt: HS256, claims: { item: '\${item}' }, expires: 1 h }
operations:
  - { id: fixed, request: { path: /fixed } }
  - { id: one, weight: 3, request: { path: '/items/\${item}' } }
  - { id: both, request: { path: '/items/\${item}/\${size}' } }
  - { id: signed, request: { path: /signed, headers: { authorization: 'Bearer \${token}' } } }
  - { id: mixed, request: { path: '/items/\${item}?id=\${id}' } }
`);

function paths(variants: number, seed = 7): Readonly<Record<string, readonly string[]>> {
  const operations = renderOperations(SHOP, seed, variants, MEANS);
  return Object.fromEntries(operations.map(({ id, requests }) => [id, requests.map(({ path }) => path)]));
}

function bytes(seed: number, nowS = 1_000): readonly (readonly string[])[] {
  const operations = renderOperations(SHOP, seed, 50, { ...MEANS, nowS });
  return operations.map(({ requests }) => requests.map((request) => request.bytes));
}

test('an operation that draws nothing has one request', () => {
  expect(paths(100)['fixed']).toEqual(['/fixed']);
});

test('an operation that draws from lists only has each combination once', () => {
  const { one, both, signed } = paths(100);
  expect(one).toEqual(['/items/a', '/items/b', '/items/c', '/items/d', '/items/e']);
  expect(both).toHaveLength(15);
  expect(new Set(both).size).toBe(15);
  expect(signed).toHaveLength(5);
});

test('an operation that draws more than that has as many requests as asked for, each list gone through evenly', () => {
  const { mixed = [] } = paths(100);
  expect(mixed).toHaveLength(100);
  for (const item of 'abcde') expect(mixed.filter((path) => path.startsWith(`/items/${item}?`))).toHaveLength(20);
  expect(new Set(mixed).size).toBeGreaterThan(95);
});

test('each item of a list is there although fewer variants were asked for', () => {
  const { one, mixed = [], both = [] } = paths(2);
  expect(one).toHaveLength(5);
  expect(new Set(mixed.map((path) => path[7])).size).toBe(5);
  expect(new Set(both.map((path) => path[7])).size).toBe(5);
  expect(new Set(both.map((path) => path[9])).size).toBe(3);
});

test('large requests are fewer, so that all of them still fit into memory', () => {
  const large = scenario(`
question: What does an upload cost?
pools: { id: { uuid: true } }
operations:
  - { id: mebibyte, request: { method: POST, path: '/\${id}', bytes_of: 1048000 } }
  - { id: huge, request: { method: POST, path: '/\${id}', bytes_of: 8000000 } }
`);
  const operations = renderOperations(large, 7, 2_000, MEANS);
  expect(operations.map(({ requests }) => requests.length)).toEqual([32, 16]);
});

test('equal seeds give equal bytes and other seeds other ones', () => {
  expect(bytes(7)).toEqual(bytes(7));
  expect(bytes(8)[4]).not.toEqual(bytes(7)[4]);
  const later = bytes(7, 2_000);
  expect(later.map((one, index) => (index === 3 ? 'signed' : one))).toEqual(
    bytes(7).map((one, index) => (index === 3 ? 'signed' : one)),
  );
  expect(later[3]).not.toEqual(bytes(7)[3]);
});

test('without cases each operation is a case, tried with three draws where it draws', () => {
  const cases = renderCases(SHOP, 7, MEANS);
  const names = (name: string) =>
    requestsOf(cases.filter((one) => one.name === `operation ${name} is answered as it says`));
  expect(names('fixed')).toHaveLength(1);
  expect(names('one')).toHaveLength(3);
  expect(new Set(names('one').map(({ path }) => path)).size).toBe(3);
  expect(new Set(names('mixed').map(({ path }) => path)).size).toBe(3);
  expect(renderCases(SHOP, 7, MEANS)).toEqual(cases);
});
