import { expect, test } from 'vitest';

import { parseDataSet } from './dataset-parse.ts';

function parse(text: string) {
  return parseDataSet({ file: 'people.yaml', text }, 'people');
}

function columns(...lines: readonly string[]) {
  return parse(
    `tables:\n  - name: people\n    rows: 5\n    columns:\n${lines.map((line) => `      - ${line}\n`).join('')}`,
  );
}

test('a data set is read with its defaults', () => {
  expect(
    columns('{ name: id, type: BIGINT UNSIGNED NOT NULL, sequence: 1 }', '{ name: h, type: CHAR(4), hex: 4 }'),
  ).toEqual({
    ok: true,
    value: {
      id: 'people',
      seed: 1,
      tables: [
        {
          name: 'people',
          rows: 5,
          keys: [],
          columns: [
            { name: 'id', type: 'BIGINT UNSIGNED NOT NULL', source: { kind: 'sequence', start: 1 } },
            { name: 'h', type: 'CHAR(4)', source: { kind: 'hex', digits: 4 } },
          ],
        },
      ],
    },
  });
});

test('a text may draw on earlier columns only', () => {
  const parsed = columns('{ name: email, type: TEXT, text: "${id}@x" }', '{ name: id, type: INT, sequence: 1 }');
  expect(parsed).toEqual({
    ok: false,
    problems: [
      {
        file: 'people.yaml',
        line: 5,
        column: 42,
        key: 'tables[0].columns[0].text',
        expected: 'no reference, since no column stands before it, not ${id}',
        given: '"${id}@x"',
        hint: null,
      },
    ],
  });
  expect(columns('{ name: id, type: INT, sequence: 1 }', '{ name: m, type: TEXT, text: "${ id }" }')).toMatchObject({
    problems: [{ key: 'tables[0].columns[1].text', hint: '${ id } is none' }],
  });
  expect(columns('{ name: mail, type: INT, hex: 1 }', '{ name: m, type: TEXT, text: "${mial}" }')).toMatchObject({
    problems: [{ hint: 'did you mean mail?' }],
  });
});

test.each([
  ['no way of making it', '{ name: a, type: INT }', 'tables[0].columns[0]'],
  ['two ways of making it', '{ name: a, type: INT, hex: 1, sequence: 2 }', 'tables[0].columns[0]'],
  ['a name with a quote', '{ name: "a`b", type: INT, hex: 1 }', 'tables[0].columns[0].name'],
  ['a type that ends the statement', '{ name: a, type: "INT); DROP TABLE x", hex: 1 }', 'tables[0].columns[0].type'],
  ['a type that commands the client', String.raw`{ name: a, type: 'INT \! ls', hex: 1 }`, 'tables[0].columns[0].type'],
  ['an unknown way of making it', '{ name: a, type: INT, sequnce: 1 }', 'tables[0].columns[0].sequnce'],
])('a column with %s is a problem', (_, column, key) => {
  const parsed = columns(column);
  expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.key)).toEqual([key]);
});

test('names that differ only in case are the same name', () => {
  expect(columns('{ name: Id, type: INT, hex: 1 }', '{ name: id, type: INT, hex: 1 }')).toMatchObject({
    problems: [{ line: 6, key: 'tables[0].columns[1].name' }],
  });
});
