import { openPool as openMysql2 } from './database.js';

const BY_EMAIL = 'SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?';

/**
 * Opens the users table on connections of its own. Rejects when the database does not answer.
 *
 * @param {{ url: string, driver: 'mysql2' | 'mariadb', statements: 'prepared' | 'text' }} users
 * @param {number} connections of this process
 */
export async function openUsers({ url, driver, statements }, connections) {
  // Whoever does not ask for the other driver does not load it.
  const openPool = driver === 'mariadb' ? (await import('./libraries/database-mariadb.js')).openPool : openMysql2;
  return usersOn(await openPool(url, connections, statements === 'text' ? [] : [BY_EMAIL]), statements);
}

/** @param {Pick<import('mysql2/promise').Pool, 'execute' | 'query' | 'end'>} pool */
export function usersOn(pool, statements) {
  // Text carries the address in it, escaped by the driver; the database parses and plans the statement each time.
  const ask = (statements === 'text' ? pool.query : pool.execute).bind(pool);

  return {
    /** The user with this e-mail address as the API shows it, or null when there is none. */
    async findByEmail(email) {
      const [rows] = await ask(BY_EMAIL, [email]);
      const row = rows[0];
      if (row === undefined) return null;
      return {
        id: row.id,
        email: row.email,
        firstName: row.first_name,
        lastName: row.last_name,
        country: row.country,
        balanceCents: row.balance_cents,
      };
    },
    close: () => pool.end(),
  };
}
