import mysql from 'mysql2/promise';

/**
 * Opens every connection of a pool and prepares all statements on each, so that no request pays for it.
 * Rejects when the database does not answer. A connection that later replaces a lost one prepares on first use.
 *
 * @param {string} url mysql://user:password@host:port/database
 * @param {number} connections size of this process's pool; all of them stay open
 * @param {string[]} statements
 */
export async function openPool(url, connections, statements) {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: connections,
    maxIdle: connections,
    // A reset would be one more round trip per request and would drop the prepared statements.
    resetOnRelease: false,
  });
  const opened = await Promise.all(Array.from({ length: connections }, () => pool.getConnection()));
  await Promise.all(opened.flatMap((connection) => statements.map((statement) => connection.prepare(statement))));
  for (const connection of opened) connection.release();
  return pool;
}
