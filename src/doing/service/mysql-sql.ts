import { CHECKSUM_SEPARATOR } from '../../thinking/scenario/dataset.ts';
import type { Row } from '../../thinking/scenario/dataset.ts';
import type { Table } from '../../thinking/scenario/scenario.ts';

/** Name of the contenders' only database, and of its only user. */
export const DATABASE = 'bakeoff';

/** A name as SQL; the data set's reader lets only letters, digits and _ through, so nothing needs doubling. */
function name(text: string): string {
  return `\`${text}\``;
}

function tableName(table: Table): string {
  return `${name(DATABASE)}.${name(table.name)}`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "'": "''",
  '\\': '\\\\',
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\u001a': '\\Z',
};

/**
 * A value as SQL. Line ends are escaped too: the client reads line by line, and a line must never begin with data that it
 * could take for a command of its own.
 */
export function literal(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // eslint-disable-next-line no-control-regex -- they are what must be escaped
  return `'${value.replaceAll(/['\\\u0000\n\r\u001a]/gu, (letter) => ESCAPED[letter] ?? letter)}'`;
}

export function createTable(table: Table): string {
  const columns = table.columns.map((column) => `${name(column.name)} ${column.type}`);
  const body = [...columns, ...table.keys].join(', ');
  return `CREATE TABLE ${tableName(table)} (${body}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`;
}

/** One INSERT of these rows, in the order of the table's columns. */
export function insertRows(table: Table, rows: readonly Row[]): string {
  const columns = table.columns.map((column) => name(column.name)).join(',');
  const tuples = rows.map(
    (values) => `(${table.columns.map((column) => literal(values[column.name] ?? '')).join(',')})`,
  );
  return `INSERT INTO ${tableName(table)} (${columns}) VALUES ${tuples.join(',')}`;
}

/** Count and sum of `rowChecksum` of a table's rows. Converting makes the bytes UTF-8 whatever charset a column has. */
export function checksumQuery(table: Table): string {
  const columns = table.columns.map((column) => `CONVERT(${name(column.name)} USING utf8mb4)`);
  const separator = `CHAR(${CHECKSUM_SEPARATOR.charCodeAt(0)} USING utf8mb4)`;
  return `SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS(${separator}, ${columns.join(', ')}))), 0) FROM ${tableName(table)}`;
}

/**
 * Commands that clients have sent, of every kind, in one number. `Questions` would miss just what makes drivers unequal:
 * it counts neither COM_PING nor COM_STMT_PREPARE, COM_STMT_RESET and COM_STMT_CLOSE. The Com_ counters count each
 * command once (pings and connection resets as Com_admin_commands), but the execution of a prepared statement twice, as
 * Com_stmt_execute and as the statement that it is: the former is left out.
 */
export const COMMANDS_QUERY =
  "SELECT CAST(SUM(VARIABLE_VALUE) AS UNSIGNED) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME LIKE 'COM\\_%' AND VARIABLE_NAME <> 'COM_STMT_EXECUTE'";

/** Under this name the number of `COMMANDS_QUERY` stands among those of `COUNTS_QUERY`. */
export const ALL_COMMANDS = 'ALL';

/**
 * What the server counts of its clients, by name. Pings and resets of a whole connection both stand under `Com_admin_commands`: the
 * server does not part them. `Questions` counts those resets too, so what is sent as text is all commands less the other kinds.
 */
export const COUNTS_QUERY = `${COMMANDS_QUERY.replace('SELECT', `SELECT '${ALL_COMMANDS}',`)} UNION ALL SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME IN ('COM_STMT_EXECUTE', 'COM_STMT_PREPARE', 'COM_STMT_CLOSE', 'COM_STMT_RESET', 'COM_ADMIN_COMMANDS', 'THREADS_CONNECTED', 'CONNECTIONS', 'SSL_ACCEPTS')`;
