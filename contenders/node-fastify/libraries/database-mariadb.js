import { createPool } from 'mariadb';

/**
 * What openPool of database.js does, with the driver of MariaDB's own makers; its pool is spoken to as that of mysql2.
 *
 * @param {string} url mysql://user:password@host:port/database
 * @param {number} connections size of this process's pool; all of them stay open
 * @param {string[]} statements
 */
export async function openPool(url, connections, statements) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const pool = createPool({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    connectionLimit: connections,
    // No timer that looks for idle connections: all of them stay.
    idleTimeout: 0,
    // By default a connection that was idle for half a second is pinged before its use: one more round trip.
    minDelayValidation: Number.MAX_SAFE_INTEGER,
    // As mysql2 answers: rows and columns in a list, and no BigInt, which JSON does not have.
    metaAsArray: true,
    bigIntAsNumber: true,
  });
  const opened = await Promise.all(Array.from({ length: connections }, () => pool.getConnection()));
  await Promise.all(opened.flatMap((connection) => statements.map((statement) => prepare(connection, statement))));
  await Promise.all(opened.map((connection) => connection.release()));
  return pool;
}

// Closed, it stays prepared: the driver keeps the last 256 of a connection, and `execute` finds it by its text.
async function prepare(connection, statement) {
  const prepared = await connection.prepare(statement);
  prepared.close();
}
