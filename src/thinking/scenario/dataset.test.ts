import { expect, test } from 'vitest';

import { checksum, row, rowChecksum, rows } from './dataset.ts';
import type { Table } from './scenario.ts';

const USERS: Table = {
  name: 'users',
  rows: 500,
  columns: [
    { name: 'id', type: 'BIGINT', source: { kind: 'sequence', start: 100 } },
    { name: 'handle', type: 'CHAR(8)', source: { kind: 'hex', digits: 8 } },
    { name: 'email', type: 'VARCHAR(99)', source: { kind: 'text', template: '${handle}.${id}@example.com' } },
    { name: 'country', type: 'CHAR(2)', source: { kind: 'pick', values: ['DE', 'FR', 'GB'] } },
    { name: 'cents', type: 'BIGINT', source: { kind: 'range', low: -5, high: 50_000_000_000 } },
  ],
  keys: ['PRIMARY KEY (id)'],
};

test('each row follows from seed and index alone, wherever one begins', () => {
  const all = [...rows(USERS, 9)];
  expect(all).toHaveLength(500);
  expect(row(USERS, 9, 317)).toEqual(all[317]);
  expect(row(USERS, 10, 317)).not.toEqual(all[317]);
});

test('columns are made as they say', () => {
  for (const [index, values] of [...rows(USERS, 9)].entries()) {
    expect(values['id']).toBe(100 + index);
    expect(values['handle']).toMatch(/^[0-9a-f]{8}$/u);
    expect(values['email']).toBe(`${values['handle']}.${values['id']}@example.com`);
    expect(['DE', 'FR', 'GB']).toContain(values['country']);
    expect(values['cents']).toBeGreaterThanOrEqual(-5);
    expect(values['cents']).toBeLessThanOrEqual(50_000_000_000);
  }
});

test('every word of a pick is drawn, and no two handles are equal', () => {
  const all = [...rows(USERS, 9)];
  expect(new Set(all.map((values) => values['country'])).size).toBe(3);
  expect(new Set(all.map((values) => values['handle'])).size).toBe(500);
});

test('one column more changes no column before it', () => {
  const wider: Table = {
    ...USERS,
    columns: [...USERS.columns, { name: 'note', type: 'TEXT', source: { kind: 'hex', digits: 4 } }],
  };
  expect(row(wider, 9, 3)).toMatchObject(row(USERS, 9, 3));
});

test('the checksum sums the rows and shows one changed letter', () => {
  const all = [...rows(USERS, 9)];
  const sum = all.reduce((total, values) => total + rowChecksum(USERS, values), 0);
  expect(checksum(USERS, 9)).toEqual({ rows: 500, sum });
  expect(rowChecksum(USERS, { ...row(USERS, 9, 0), country: 'de' })).not.toBe(rowChecksum(USERS, row(USERS, 9, 0)));
});

test('a value that moves to the neighbouring column changes the checksum', () => {
  const table: Table = {
    ...USERS,
    columns: ['a', 'b'].map((name) => ({ name, type: 'TEXT', source: { kind: 'hex', digits: 1 } })),
  };
  expect(rowChecksum(table, { a: 'xy', b: 'z' })).not.toBe(rowChecksum(table, { a: 'x', b: 'yz' }));
});
