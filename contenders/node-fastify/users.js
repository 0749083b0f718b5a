import { openPool } from './database.js';

const BY_EMAIL = 'SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?';

/** Opens the users table on connections of its own. Rejects when the database does not answer. */
export async function openUsers(url, connections) {
  const pool = await openPool(url, connections, [BY_EMAIL]);

  return {
    /** The user with this e-mail address as the API shows it, or null when there is none. */
    async findByEmail(email) {
      const [rows] = await pool.execute(BY_EMAIL, [email]);
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
