import { expect, test } from 'vitest';

import { readDefinition } from '../definition/reader.ts';
import { answerSchema } from './parse.ts';

function read(text: string): unknown {
  const result = readDefinition({ file: 'cases.yaml', text }, answerSchema);
  return result.ok ? result.value.value : result.problems;
}

test('an answer that says nothing is a 200 with any type and any body', () => {
  expect(read('{}')).toStrictEqual({ status: 200, type: null, exact: false });
});

test('an answer keeps what it says; null is a body like any other', () => {
  expect(read('{ status: 404, type: Application/JSON, json: { a: [1, null, x] }, exact: true }')).toStrictEqual({
    status: 404,
    type: 'application/json',
    json: { a: [1, null, 'x'] },
    exact: true,
  });
  expect(read('json: null')).toStrictEqual({ status: 200, type: null, json: null, exact: false });
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
      expected: 'one of the keys status, type, json, exact',
      hint: 'did you mean json?',
    },
  ]);
});

test('a number that JSON cannot hold is refused', () => {
  expect(read('json: { a: .nan }')).toMatchObject([{ line: 1, key: 'json.a' }]);
});
