import { expect, test } from 'vitest';

import { readDefinition } from '../definition/reader.ts';
import { answerSchema } from './parse.ts';

function read(text: string): unknown {
  const result = readDefinition({ file: 'cases.yaml', text }, answerSchema);
  return result.ok ? result.value.value : result.problems;
}

test('an answer that says nothing is a 200 with any type and any body', () => {
  expect(read('{}')).toStrictEqual({ status: 200, type: null, body: { kind: 'any' } });
});

test('an answer keeps what it says; null is a body like any other', () => {
  expect(read('{ status: 404, type: Application/JSON, json: { a: [1, null, x] }, exact: true }')).toStrictEqual({
    status: 404,
    type: 'application/json',
    body: { kind: 'json', json: { a: [1, null, 'x'] }, exact: true },
  });
  expect(read('json: null')).toStrictEqual({
    status: 200,
    type: null,
    body: { kind: 'json', json: null, exact: false },
  });
});

test('wrong status, type and keys are located', () => {
  expect(read('status: 99\ntype: application/json; charset=utf-8\njsn: 1\n')).toEqual([
    {
      file: 'cases.yaml',
      line: 1,
      column: 9,
      given: '99',
      key: 'status',
      expected: 'an HTTP status from 200 to 599',
      hint: null,
    },
    {
      file: 'cases.yaml',
      line: 2,
      column: 7,
      given: 'application/json; charset=utf-8',
      key: 'type',
      expected: 'a media type without parameters, such as application/json',
      hint: null,
    },
    {
      file: 'cases.yaml',
      line: 3,
      column: 1,
      given: 'jsn',
      key: 'jsn',
      expected: 'one of the keys status, type, json, events, order, bytes, exact',
      hint: 'did you mean json?',
    },
  ]);
});

test('a number that JSON cannot hold is refused', () => {
  expect(read('json: { a: .nan }')).toMatchObject([{ line: 1, key: 'json.a' }]);
});

test('a body is JSON, events or bytes, and only events have an order', () => {
  expect(read('{ events: [{ data: 1 }], order: any, exact: true }')).toMatchObject({
    body: { kind: 'events', events: [{ data: 1 }], order: 'any', exact: true },
  });
  expect(read("{ events: '${feed.events}' }")).toMatchObject({ body: { kind: 'events', order: 'given' } });
  expect(read('{ bytes: { length: 9, crc32: 7 } }')).toMatchObject({ body: { kind: 'bytes', length: 9, crc32: 7 } });
  expect(read('{ json: 1, events: [] }')).toMatchObject([
    { expected: 'one body: json, events or bytes', hint: 'keep one of json, events' },
  ]);
  expect(read('{ json: 1, order: any }')).toMatchObject([{ key: 'order', expected: 'no order without events' }]);
});
