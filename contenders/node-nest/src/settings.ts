/** What the environment says; read once, at the start. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly workers: number;
  readonly databaseUrl: string | null;
  readonly jwtSecret: string | null;
  readonly jwtKey: 'object' | 'string';
}

/** Connections to the database, over all workers. */
export const CONNECTIONS = 10;

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const cores = Number(env['CORES'] ?? '1');
  if (!Number.isInteger(cores) || cores < 1) {
    throw new Error(`CORES must be a whole number from 1, not "${env['CORES']}"`);
  }
  // An empty text means the same as none.
  const databaseUrl = env['DATABASE_URL'] || null;
  const jwtSecret = env['JWT_SECRET'] || null;
  if (databaseUrl !== null && jwtSecret === null) {
    throw new Error('JWT_SECRET is missing: with DATABASE_URL it must be set');
  }
  return {
    port: Number(env['PORT'] ?? '3000'),
    host: env['HOST'] ?? '127.0.0.1',
    // Each worker needs a connection of its own, so the pool bounds their number.
    workers: databaseUrl === null ? cores : Math.min(cores, CONNECTIONS),
    databaseUrl,
    jwtSecret,
    jwtKey: env['JWT_KEY'] === 'string' ? 'string' : 'object',
  };
}
