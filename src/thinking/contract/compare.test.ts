import { expect, test } from 'vitest';

import { differences } from './compare.ts';
import type { EventOrder, ExpectedAnswer, Json, ObservedAnswer } from './contract.ts';

function wanted(json: Json, exact = false): ExpectedAnswer {
  return { status: 200, type: 'application/json', body: { kind: 'json', json, exact } };
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
  expect(
    differences({ status: 404, type: null, body: { kind: 'any' } }, answered('not found', 404, 'text/html')),
  ).toEqual([]);
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

function streamed(...values: readonly Json[]): ObservedAnswer {
  return answered(values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(''));
}

function events(order: EventOrder, ...values: readonly Json[]): ExpectedAnswer {
  const wantedEvents = values.map((data) => ({ data }));
  return {
    status: 200,
    type: 'application/json',
    body: { kind: 'events', events: wantedEvents, order, exact: true },
  };
}

test('events come in the order given', () => {
  expect(differences(events('given', 1, 2), streamed(1, 2))).toEqual([]);
  expect(differences(events('given', 1, 2), streamed(2, 1))).toHaveLength(2);
  expect(differences(events('given', 1, 2), streamed(1))).toEqual([
    { where: 'events', expected: '2 events', got: '1 events' },
  ]);
});

test('where any order will do each event is there as often as expected', () => {
  expect(differences(events('any', 1, 2, 2), streamed(2, 1, 2))).toEqual([]);
  expect(differences(events('any', 1, 2, 2), streamed(1, 1, 2))).toEqual([
    { where: 'events[2]', expected: '{"data":2}', got: 'no event like it' },
  ]);
});

test('the last event may have its place though the others have none', () => {
  expect(differences(events('any-but-last', 1, 2, 'end'), streamed(2, 1, 'end'))).toEqual([]);
  expect(differences(events('any-but-last', 1, 2, 'end'), streamed('end', 1, 2))).toEqual([
    { where: 'events[2].data', expected: '"end"', got: '2' },
    { where: 'events[1]', expected: '{"data":2}', got: 'no event like it' },
  ]);
});

test('an event with a name or number that nobody expects differs where the contract is exact', () => {
  expect(differences(events('given', 1), answered('id: 3\ndata: 1\n\n'))).toEqual([
    { where: 'events[0].id', expected: 'nothing', got: '"3"' },
  ]);
});

test('a body of bytes is known by its length and checksum', () => {
  const expected: ExpectedAnswer = {
    status: 200,
    type: 'application/json',
    // CRC-32 of 123456789, the check value of the polynomial's catalogue entry.
    body: { kind: 'bytes', length: 9, crc32: 0xcbf43926 },
  };
  expect(differences(expected, answered('123456789'))).toEqual([]);
  expect(differences(expected, answered('123456780'))).toMatchObject([
    { where: 'body', expected: 'CRC-32 3421780262' },
  ]);
  expect(differences(expected, answered('12345678'))).toEqual([{ where: 'body', expected: '9 bytes', got: '8 bytes' }]);
});
