import { expect, test } from 'vitest';

import { parsePoolFile } from './pool-file.ts';

test('each line is a value, whatever ends the lines', () => {
  expect(parsePoolFile({ file: 'a.ndjson', text: '{"a":1}\r\n\n"b"\n[3]' })).toEqual({
    ok: true,
    value: [{ a: 1 }, 'b', [3]],
  });
});

test('each line that is no JSON is a problem at its line and column', () => {
  expect(parsePoolFile({ file: 'a.ndjson', text: '{"a":1}\n{"a":1,}\n{"a":\n' })).toEqual({
    ok: false,
    problems: [
      {
        file: 'a.ndjson',
        line: 2,
        column: 8,
        key: '',
        expected: 'one JSON value on each line',
        given: '}',
        hint: null,
      },
      {
        file: 'a.ndjson',
        line: 3,
        column: 6,
        key: '',
        expected: 'one JSON value on each line',
        given: null,
        hint: null,
      },
    ],
  });
});

test('where the engine names no position the column is unknown', () => {
  expect(parsePoolFile({ file: 'a.ndjson', text: 'nope{' })).toMatchObject({
    problems: [{ line: 1, column: null, given: 'nope{' }],
  });
});

test('a file without lines is a problem', () => {
  expect(parsePoolFile({ file: 'a.ndjson', text: '\n' })).toMatchObject({
    problems: [{ file: 'a.ndjson', line: null, hint: 'the file has no lines' }],
  });
});
