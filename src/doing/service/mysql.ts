import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';

import type { DataSet } from '../../thinking/scenario/scenario.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { freePort } from '../probe/sockets.ts';
import { loadData } from './mysql-load.ts';
import { startServer } from './mysql-server.ts';
import type { Server } from './mysql-server.ts';
import { COMMANDS_PER_ASK, openSession, StatementFailed } from './mysql-session.ts';
import type { Session } from './mysql-session.ts';
import { bufferPoolMiB } from './mysql-settings.ts';
import { COMMANDS_QUERY, DATABASE, literal } from './mysql-sql.ts';
import type { RunningService, ServiceStart } from './service.ts';
import { MYSQL_INSTALL } from './tools.ts';
import type { MysqlTools } from './tools.ts';

export interface MysqlRequest {
  /** Null: set-up found none. */
  readonly tools: MysqlTools | null;
  readonly isolation: Isolation;
  readonly cores: readonly number[];
  readonly data: DataSet | null;
  /** Where ports come from; only tests give another source. */
  readonly freePort?: () => Promise<number>;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Leaves two accounts: ours on the socket, with a password nobody else knows, and the contenders', over TCP and for their
 * database only. A contender gets no more of the server than a service in production would.
 */
async function settleAccounts(session: Session, password: string): Promise<void> {
  const others = await session.ask(
    "SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.global_priv WHERE User <> 'mariadb.sys' AND NOT (User = 'root' AND Host = 'localhost')",
  );
  for (const [account] of others) await session.ask(`DROP USER ${account}`);
  await session.ask(`ALTER USER 'root'@'localhost' IDENTIFIED BY ${literal(secret())}`);
  await session.ask(`CREATE DATABASE \`${DATABASE}\` CHARACTER SET utf8mb4`);
  await session.ask(`CREATE USER '${DATABASE}'@'127.0.0.1' IDENTIFIED BY ${literal(password)}`);
  await session.ask(`GRANT ALL PRIVILEGES ON \`${DATABASE}\`.* TO '${DATABASE}'@'127.0.0.1'`);
}

async function askNumber(session: Session, query: string): Promise<number> {
  const [row] = await session.ask(query);
  const value = Number(row?.[0] ?? Number.NaN);
  if (!Number.isSafeInteger(value)) throw new Error(`the database answered no whole number to ${query}`);
  return value;
}

/** Counts from here on; what asking costs is taken off again. */
async function commandCounter(session: Session): Promise<() => Promise<number>> {
  const from = await askNumber(session, COMMANDS_QUERY);
  let asks = 0;
  return async () => {
    asks += 1;
    // All marks up to the one before this question and this question itself are in the number.
    const own = asks * COMMANDS_PER_ASK;
    return (await askNumber(session, COMMANDS_QUERY)) - from - own;
  };
}

interface Parts {
  readonly server: Server;
  readonly session: Session;
  readonly directory: string;
  readonly password: string;
}

async function serviceOf({ server, session, directory, password }: Parts): Promise<RunningService> {
  const { enclosed, port } = server;
  const [[version = ''] = []] = await session.ask('SELECT VERSION()');
  const commands = await commandCounter(session);
  let alive = true;
  void enclosed.exited.then(() => {
    alive = false;
  });
  let stopping: Promise<void> | null = null;
  return {
    name: 'mysql',
    version,
    env: { DATABASE_URL: `mysql://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}` },
    cpuSeconds: () => enclosed.cpuSeconds(),
    commands,
    alive: () => alive,
    lastLines: () => enclosed.lastLines(),
    stop: () => (stopping ??= end({ server, session, directory })),
  };
}

/** Without grace: the data is thrown away, and a tidy shutdown would only write it to disk first. */
async function end(parts: {
  readonly server: Server;
  readonly session: Session | null;
  readonly directory: string;
}): Promise<void> {
  await parts.session?.close();
  await parts.server.enclosed.stop(0);
  rmSync(parts.directory, { recursive: true, force: true });
}

async function fill(session: Session, password: string, data: DataSet | null): Promise<ServiceStart | null> {
  await settleAccounts(session, password);
  const differs = data === null ? null : await loadData(data, session);
  return differs === null ? null : { ok: false, problem: differs };
}

/**
 * Starts a private MariaDB, loads the data set and has the database confirm it. The server lives in a directory and on a
 * port of its own, on the cores it is told, and ends with `stop`, with the isolation, or with this program.
 * `commands()` rejects once the server is gone: look at `alive()` first.
 */
export async function startMysql(request: MysqlRequest): Promise<ServiceStart> {
  const { tools, isolation, cores, data } = request;
  if (tools === null) {
    const why = 'the scenario reads from a MySQL database, and no MariaDB was found on this machine';
    return { ok: false, problem: { kind: 'not-installed', service: 'mysql', why, install: MYSQL_INSTALL } };
  }
  const directory = isolation.temporaryDirectory(`mysql-${randomBytes(4).toString('hex')}`);
  const notStarted = (lastLines: readonly string[]): ServiceStart => {
    rmSync(directory, { recursive: true, force: true });
    return { ok: false, problem: { kind: 'did-not-start', service: 'mysql', lastLines } };
  };
  const place = { tools, isolation, directory, cores };
  const ports = request.freePort ?? freePort;
  const started = await startServer({ ...place, bufferPoolMiB: bufferPoolMiB(data), freePort: ports });
  if (!started.ok) return notStarted(started.lastLines);
  const server = started.value;
  const opened = await openSession({ ...place, socket: server.socket });
  if (!opened.ok) {
    await end({ server, session: null, directory });
    return notStarted([opened.problem.reason]);
  }
  const session = opened.value;
  const password = secret();
  try {
    const problem = await fill(session, password, data);
    if (problem === null) return { ok: true, value: await serviceOf({ server, session, directory, password }) };
    await end({ server, session, directory });
    return problem;
  } catch (error) {
    await end({ server, session, directory });
    if (!(error instanceof StatementFailed)) throw error;
    return notStarted([...server.enclosed.lastLines(), error.message]);
  }
}
