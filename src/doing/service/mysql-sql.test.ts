import { expect, test } from 'vitest';

import type { Table } from '../../thinking/scenario/scenario.ts';
import { checksumQuery, createTable, insertRows, literal } from './mysql-sql.ts';

const TABLE: Table = {
  name: 'users',
  rows: 2,
  columns: [
    { name: 'id', type: 'BIGINT NOT NULL', source: { kind: 'sequence', start: 1 } },
    { name: 'name', type: 'VARCHAR(9)', source: { kind: 'hex', digits: 1 } },
  ],
  keys: ['PRIMARY KEY (id)'],
};

test('statements name the database, the table and the columns in their order', () => {
  expect(createTable(TABLE)).toBe(
    'CREATE TABLE `bakeoff`.`users` (`id` BIGINT NOT NULL, `name` VARCHAR(9), PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  );
  expect(
    insertRows(TABLE, [
      { name: "O'Brien", id: 1 },
      { id: 2, name: 'Zoé' },
    ]),
  ).toBe("INSERT INTO `bakeoff`.`users` (`id`,`name`) VALUES (1,'O''Brien'),(2,'Zoé')");
  expect(checksumQuery(TABLE)).toBe(
    'SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS(CHAR(31 USING utf8mb4), CONVERT(`id` USING utf8mb4), CONVERT(`name` USING utf8mb4)))), 0) FROM `bakeoff`.`users`',
  );
});

test('a text can neither end its literal nor its line', () => {
  expect(literal("a'); DROP TABLE users; -- ")).toBe("'a''); DROP TABLE users; -- '");
  expect(literal('\\')).toBe(String.raw`'\\'`);
  expect(literal('a\n\\! ls\r\0\u001a')).toBe(String.raw`'a\n\\! ls\r\0\Z'`);
  expect(literal(-7)).toBe('-7');
});
