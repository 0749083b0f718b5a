import { crc32 } from '../contract/crc32.ts';
import { stream } from './random.ts';
import type { Stream } from './random.ts';
import type { ColumnSource, Table } from './scenario.ts';
import { fillText } from './template.ts';

/** One row by column name. */
export type Row = Readonly<Record<string, string | number>>;

/** What a database must say of a table that was loaded whole and unharmed. */
export interface Checksum {
  readonly rows: number;
  /** Sum of all rows' `rowChecksum`; exact below 2^53, which two million rows cannot reach. */
  readonly sum: number;
}

const HEX = '0123456789abcdef';

function cell(source: ColumnSource, index: number, from: Stream, earlier: Row): string | number {
  switch (source.kind) {
    case 'sequence':
      return source.start + index;
    case 'range':
      return source.low + from.below(source.high - source.low + 1);
    case 'pick':
      return source.values[from.below(source.values.length)] ?? '';
    case 'hex':
      return Array.from({ length: source.digits }, () => HEX[from.next() >>> 28] ?? '').join('');
    case 'text':
      return fillText(
        source.template,
        ({ name }) => earlier[name] ?? '',
        (drawn) => drawn,
      );
  }
}

/**
 * Row `index` (from 0) of a table: a pure function of seed, table and index, so that a request can draw one row of a
 * hundred thousand without making the others.
 */
export function row(table: Table, seed: number, index: number): Row {
  const from = stream(seed, `${table.name}[${index}]`);
  const made: Record<string, string | number> = {};
  for (const column of table.columns) made[column.name] = cell(column.source, index, from, made);
  return made;
}

/** All rows of a table in order, made one by one. */
export function* rows(table: Table, seed: number): Generator<Row> {
  for (let index = 0; index < table.rows; index += 1) yield row(table, seed, index);
}

/** Stands between the values of a row in its checksum; no column source makes it. In SQL: CHAR(31). */
export const CHECKSUM_SEPARATOR = '\u001f';

const encoder = new TextEncoder();

/**
 * CRC-32 of the row's values as UTF-8 texts with U+001F between them. The database computes the same as
 * `CRC32(CONCAT_WS(CHAR(31), …))`: cheap on both sides, and any changed, cut or re-encoded value shows. A CRC is no
 * signature; it guards against accidents, not against somebody who wants to deceive.
 */
export function rowChecksum(table: Table, values: Row): number {
  return crc32(encoder.encode(table.columns.map((column) => values[column.name]).join(CHECKSUM_SEPARATOR)));
}

/** Count and checksum of a whole table. The sum does not depend on the order in which the database reads its rows. */
export function checksum(table: Table, seed: number): Checksum {
  let sum = 0;
  for (const values of rows(table, seed)) sum += rowChecksum(table, values);
  return { rows: table.rows, sum };
}
