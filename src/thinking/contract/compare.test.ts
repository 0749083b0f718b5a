import { expect, test } from 'vitest';

import { differences } from './compare.ts';
import type { ExpectedAnswer, Json, ObservedAnswer } from './contract.ts';

function wanted(json: Json, exact = false): ExpectedAnswer {
  return { status: 200, type: 'application/json', json, exact };
}

function answered(body: string, status = 200, type: string | null = 'application/json'): ObservedAnswer {
  return { status, type, body };
}

test('a correct answer differs in nothing, whatever the order of its keys and the writing of its numbers', () => {
  const expected = wanted({ id: 1, name: 'a', lines: [{ n: 100 }, null, true] }, true);
  expect(differences(expected, answered('{"lines":[{"n":1e2},null,true],"name":"\\u0061","id":1.0}'))).toEqual([]);
});

test('parameters and case of the media type do not count', () => {
  expect(differences(wanted({}), answered('{}', 200, 'Application/JSON; charset=utf-8'))).toEqual([]);
});

test('status and type are compared before the body', () => {
  expect(differences(wanted({ a: 1 }), answered('oops', 500, 'text/plain'))).toEqual([
    { where: 'status', expected: '200', got: '500' },
    { where: 'type', expected: 'application/json', got: 'text/plain' },
    { where: 'body', expected: 'JSON', got: 'oops' },
  ]);
});

test('an empty body and a missing type are named so', () => {
  expect(differences(wanted({ a: 1 }), answered('', 200, null))).toEqual([
    { where: 'type', expected: 'application/json', got: 'no content type' },
    { where: 'body', expected: 'JSON', got: 'an empty body' },
  ]);
});

test('without an expected body any body will do', () => {
  expect(differences({ status: 404, type: null, exact: false }, answered('not found', 404, 'text/html'))).toEqual([]);
});

test('each difference names its path', () => {
  const expected = wanted({ id: 1, lines: [{ sku: 'a' }, { sku: 'b' }], 'odd.key': null });
  expect(differences(expected, answered('{"id":"1","lines":[{"sku":"a"},{"sku":"c"}]}'))).toEqual([
    { where: 'json.id', expected: '1', got: '"1"' },
    { where: 'json.lines[1].sku', expected: '"b"', got: '"c"' },
    { where: 'json["odd.key"]', expected: 'null', got: 'nothing' },
  ]);
});

test('a list counts its items and keeps their order', () => {
  expect(differences(wanted([1, 2]), answered('[2,1]'))).toHaveLength(2);
  expect(differences(wanted([1, 2]), answered('[1,2,3]'))).toEqual([
    { where: 'json', expected: 'a list of 2', got: 'a list of 3' },
  ]);
});

test('a list is no mapping and null is neither', () => {
  expect(differences(wanted({ a: [] }), answered('{"a":{}}'))).toEqual([
    { where: 'json.a', expected: '[]', got: '{}' },
  ]);
  expect(differences(wanted({ a: {} }), answered('{"a":null}'))).toEqual([
    { where: 'json.a', expected: '{}', got: 'null' },
  ]);
});

test('keys that are not expected are differences only where the contract is exact, at any depth', () => {
  const body = '{"a":{"b":1,"token":"secret"},"c":2}';
  expect(differences(wanted({ a: { b: 1 } }), answered(body))).toEqual([]);
  expect(differences(wanted({ a: { b: 1 } }, true), answered(body))).toEqual([
    { where: 'json.a.token', expected: 'nothing', got: '"secret"' },
    { where: 'json.c', expected: 'nothing', got: '2' },
  ]);
});

test('inherited names are no keys of an answer', () => {
  expect(differences(wanted({ constructor: 1 }), answered('{}'))).toEqual([
    { where: 'json.constructor', expected: '1', got: 'nothing' },
  ]);
});

test('at most ten differences are reported, each value on at most sixty characters', () => {
  const list = Array.from({ length: 50 }, (_, index) => index);
  expect(differences(wanted(list), answered(JSON.stringify(list.map((n) => n + 1))))).toHaveLength(10);
  const [only] = differences(wanted({ a: 1 }), answered(JSON.stringify({ a: 'long '.repeat(1000) })));
  expect(only?.got).toHaveLength(60);
});

test('an answer nested deeper than any stack is compared and shown all the same', () => {
  const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(differences(wanted({ a: 1 }), answered(deep))).toEqual([
    { where: 'json.a', expected: '1', got: '[[[[[[…]]]]]]' },
  ]);
});
