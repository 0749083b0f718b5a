import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import mysql, { type Pool, type RowDataPacket } from 'mysql2/promise';

const BY_EMAIL = 'SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?';

/** A user as the API shows it. */
export interface User {
  readonly id: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly country: string;
  readonly balanceCents: number;
}

interface UserRow extends RowDataPacket {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly country: string;
  readonly balance_cents: number;
}

@Injectable()
export class UsersService implements OnModuleInit, OnApplicationShutdown {
  private readonly pool: Pool;

  /**
   * @param url mysql://user:password@host:port/database
   * @param connections size of this process's pool; all of them stay open
   */
  constructor(
    url: string,
    private readonly connections: number,
  ) {
    this.pool = mysql.createPool({
      uri: url,
      connectionLimit: connections,
      maxIdle: connections,
      // A reset would be one more round trip per request and would drop the prepared statements.
      resetOnRelease: false,
    });
  }

  /** Opens every connection and prepares the statement on each, so that no request pays for it. Rejects when the database does not answer. */
  async onModuleInit(): Promise<void> {
    const opened = await Promise.all(Array.from({ length: this.connections }, () => this.pool.getConnection()));
    await Promise.all(opened.map((connection) => connection.execute(BY_EMAIL, [''])));
    for (const connection of opened) connection.release();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** The user with this e-mail address, or null when there is none. */
  async findByEmail(email: string): Promise<User | null> {
    const [rows] = await this.pool.execute<UserRow[]>(BY_EMAIL, [email]);
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
  }
}
