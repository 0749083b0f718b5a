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
import { ALL_COMMANDS, COUNTS_QUERY, DATABASE, literal } from './mysql-sql.ts';
import type { Database, ServiceCounts, ServiceFailure, ServiceStart } from './service.ts';
import { MYSQL_INSTALL } from './tools.ts';
import type { MysqlTools } from './tools.ts';

export interface MysqlRequest {
  /** Null: set-up found none. */
  readonly tools: MysqlTools | null;
  readonly isolation: Isolation;
  readonly cores: readonly number[];
  readonly data: DataSet | null;
  /** Statements that it will be asked between rounds: each is tried once, so that a wrong one is told before anything is measured. */
  readonly statements: readonly string[];
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

/** The session, and how many statements it has sent through here. */
interface Counted {
  readonly session: Session;
  asks: number;
}

async function rowsOf(counted: Counted, query: string): Promise<readonly (readonly string[])[]> {
  counted.asks += 1;
  return counted.session.ask(query);
}

/** By kind, from here on. Our own session is a connection too; its statements go as text. */
async function kindCounter(counted: Counted): Promise<() => Promise<ServiceCounts>> {
  const count = async (): Promise<(name: string) => number> => {
    const rows = new Map((await rowsOf(counted, COUNTS_QUERY)).map(([name = '', value]) => [name, value]));
    return (name) => wholeNumber(name, rows.get(name));
  };
  const from = await count();
  const asked = counted.asks;
  return async () => {
    const now = await count();
    const own = (counted.asks - asked) * COMMANDS_PER_ASK;
    const since = (name: string): number => now(name) - from(name);
    const kinds = {
      execute: since('COM_STMT_EXECUTE'),
      prepare: since('COM_STMT_PREPARE'),
      close: since('COM_STMT_CLOSE'),
      reset: since('COM_STMT_RESET'),
      ping: since('COM_ADMIN_COMMANDS'),
    };
    const named = Object.values(kinds).reduce((sum, one) => sum + one, 0);
    const commands = { ...kinds, query: since(ALL_COMMANDS) - named - own };
    return {
      connections: now('THREADS_CONNECTED') - 1,
      opened: since('CONNECTIONS'),
      encrypted: since('SSL_ACCEPTS'),
      commands,
    };
  };
}

function wholeNumber(what: string, text: string | undefined): number {
  const value = Number(text ?? Number.NaN);
  if (!Number.isSafeInteger(value)) throw new Error(`the database answered no whole number to ${what}`);
  return value;
}

interface Parts {
  readonly server: Server;
  readonly session: Session;
  readonly directory: string;
  readonly password: string;
}

async function serviceOf({ server, session, directory, password }: Parts): Promise<Database> {
  const { enclosed, port } = server;
  const [[version = ''] = []] = await session.ask('SELECT VERSION()');
  const counted = { session, asks: 0 };
  const counts = await kindCounter(counted);
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
    counts,
    ask: async (statement) => rowsOf(counted, statement),
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

async function fill(session: Session, password: string, request: MysqlRequest): Promise<ServiceFailure | null> {
  const { data, statements } = request;
  await settleAccounts(session, password);
  await session.ask(`USE \`${DATABASE}\``);
  const differs = data === null ? null : await loadData(data, session);
  if (differs !== null) return differs;
  for (const statement of statements) await session.ask(statement);
  return null;
}

/**
 * Starts a private MariaDB, loads the data set and has the database confirm it. The server lives in a directory and on a
 * port of its own, on the cores it is told, and ends with `stop`, with the isolation, or with this program.
 * `counts()` and `ask()` reject once the server is gone: look at `alive()` first.
 */
export async function startMysql(request: MysqlRequest): Promise<ServiceStart<Database>> {
  const { tools, isolation, cores, data } = request;
  if (tools === null) {
    const why = 'the scenario reads from a MySQL database, and no MariaDB was found on this machine';
    return { ok: false, problem: { kind: 'not-installed', service: 'mysql', why, install: MYSQL_INSTALL } };
  }
  const directory = isolation.temporaryDirectory(`mysql-${randomBytes(4).toString('hex')}`);
  const notStarted = (lastLines: readonly string[]): ServiceStart<Database> => {
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
    const problem = await fill(session, password, request);
    if (problem === null) return { ok: true, value: await serviceOf({ server, session, directory, password }) };
    await end({ server, session, directory });
    return { ok: false, problem };
  } catch (error) {
    await end({ server, session, directory });
    if (!(error instanceof StatementFailed)) throw error;
    return notStarted([...server.enclosed.lastLines(), error.message]);
  }
}
