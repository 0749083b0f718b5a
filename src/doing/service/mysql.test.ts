import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { cloneAt } from '../../../setup/clone.mjs';
import { findMariaDb } from '../../../setup/database.mjs';
import { checksum } from '../../thinking/scenario/dataset.ts';
import type { DataSet, Table } from '../../thinking/scenario/scenario.ts';
import type { Isolation } from '../enclosure/enclosure.ts';
import { openIsolation } from '../enclosure/isolation.ts';
import { freePort, listeners } from '../probe/sockets.ts';
import { startMysql } from './mysql.ts';
import type { MysqlRequest } from './mysql.ts';
import { wireConnection } from './mysql-wire.fixture.ts';
import { allCommands, type Database } from './service.ts';
import { MYSQL_INSTALL, toolEnvironment } from './tools.ts';
import type { MysqlTools } from './tools.ts';

const RUN = `mysql-test-${process.pid}`;
/** Guards against hangs only; a busy machine may need long. */
const HANG_MS = 120_000;
/** Named as a running MariaDB names its temporary tables; another one that starts in the same directory removes it. */
const FOREIGN = join(tmpdir(), `#sql-temptable-${RUN}`);
const AWKWARD = ["O'Brien", 'back\\slash', 'Zoé 山田 🔥', 'two\nlines', '\\! ls', 'tab\there', 'end;', '-- no', '${x}'];

const PEOPLE: Table = {
  name: 'people',
  rows: 2_345,
  columns: [
    { name: 'id', type: 'BIGINT UNSIGNED NOT NULL', source: { kind: 'sequence', start: 1 } },
    { name: 'handle', type: 'CHAR(8) CHARACTER SET ascii NOT NULL', source: { kind: 'hex', digits: 8 } },
    { name: 'mail', type: 'VARCHAR(254) NOT NULL', source: { kind: 'text', template: '${handle}.${id}@example.com' } },
    { name: 'name', type: 'VARCHAR(100) NOT NULL', source: { kind: 'pick', values: AWKWARD } },
    { name: 'cents', type: 'BIGINT NOT NULL', source: { kind: 'range', low: -500, high: 50_000_000_000 } },
  ],
  keys: ['PRIMARY KEY (id)', 'UNIQUE KEY mail (mail)'],
};

function dataOf(table: Table): DataSet {
  return { id: 'people', seed: 5, tables: [table] };
}

/** The same table with one column of another type. */
function withType(name: string, type: string): DataSet {
  return dataOf({ ...PEOPLE, columns: PEOPLE.columns.map((one) => (one.name === name ? { ...one, type } : one)) });
}

function installedTools(): MysqlTools {
  const found = findMariaDb(cloneAt(join(import.meta.dirname, '../../..'), process.env));
  if (found === null) throw new Error(`these tests need MariaDB: ${MYSQL_INSTALL}`);
  return found;
}

let isolation: Isolation;
let tools: MysqlTools;
let squatter: Server;
let service: Database;
let portsAsked = 0;

function request(changes: Partial<MysqlRequest>): MysqlRequest {
  return { tools, isolation, cores: [0], data: null, statements: [], ...changes };
}

/** First a port that somebody holds, then free ones. */
async function takenPortFirst(): Promise<number> {
  portsAsked += 1;
  const address = squatter.address();
  return portsAsked === 1 && typeof address === 'object' && address !== null ? address.port : freePort();
}

beforeAll(async () => {
  tools = installedTools();
  writeFileSync(FOREIGN, '');
  isolation = await openIsolation({ run: RUN });
  squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const started = await startMysql(request({ data: dataOf(PEOPLE), freePort: takenPortFirst }));
  if (!started.ok) throw new Error(JSON.stringify(started.problem));
  service = started.value;
}, HANG_MS);

afterAll(async () => {
  squatter.close();
  rmSync(FOREIGN, { force: true });
  await isolation.close();
});

/** Address and account that a contender gets. */
function url(): URL {
  return new URL(service.env['DATABASE_URL'] ?? '');
}

/** What the client prints for a statement, as a contender's account or another, over TCP. */
function asClient(statement: string, user = url().username, password = url().password) {
  const argv = ['--no-defaults', '--protocol=TCP', '--host=127.0.0.1', `--port=${url().port}`, `--user=${user}`];
  const form = ['--batch', '--raw', '--skip-column-names', '--default-character-set=utf8mb4', `--execute=${statement}`];
  const env = { ...toolEnvironment(tools, tmpdir()), MYSQL_PWD: password };
  return spawnSync(tools.client, [...argv, ...form], { env, encoding: 'utf8', timeout: 10_000 });
}

test('a server stands on a free port of 127.0.0.1 although the first port was taken', () => {
  expect(portsAsked).toBe(2);
  expect(url().hostname).toBe('127.0.0.1');
  expect(listeners(Number(url().port)).map(({ address }) => address)).toEqual(['127.0.0.1']);
  expect(service.version).toMatch(/^\d+\.\d+\.\d+-MariaDB/u);
  expect(service.alive()).toBe(true);
});

test('the rows are in it byte for byte, read with the account of a contender', () => {
  expect(asClient('SELECT COUNT(*) FROM bakeoff.people').stdout.trim()).toBe(String(PEOPLE.rows));
  const names = asClient('SELECT DISTINCT HEX(name) FROM bakeoff.people').stdout.trim().split('\n');
  expect(names.toSorted()).toEqual(AWKWARD.map((name) => Buffer.from(name).toString('hex').toUpperCase()).toSorted());
  expect(checksum(PEOPLE, 5).rows).toBe(2_345);
});

test('a contender may use its own database and nothing else, and nobody comes in as root over TCP', () => {
  expect(asClient('CREATE TABLE bakeoff.own (a INT); DROP TABLE bakeoff.own').status).toBe(0);
  expect(asClient('SELECT User FROM mysql.user').stderr).toMatch(/denied/u);
  expect(asClient('SELECT 1', 'root', '').stderr).toMatch(/denied/u);
  expect(asClient('SELECT 1', 'bakeoff', 'guessed').stderr).toMatch(/denied/u);
});

/** Commands that the service says were sent while something was done. */
async function count(act: () => Promise<unknown>): Promise<number> {
  const before = allCommands(await service.counts());
  await act();
  return allCommands(await service.counts()) - before;
}

test('commands are counted one by one, pings and preparations too, and asking is not counted', async () => {
  const connection = await wireConnection(url());
  expect(await count(async () => undefined)).toBe(0);
  expect(await count(() => Promise.all([service.counts(), service.ask('SELECT 1')]))).toBe(0);
  expect(await count(() => connection.query('SELECT 1'))).toBe(1);
  expect(await count(() => connection.ping())).toBe(1);
  const counts: number[] = [];
  let statement = 0;
  counts.push(await count(async () => (statement = await connection.prepare('SELECT 1'))));
  counts.push(await count(() => connection.execute(statement)));
  counts.push(await count(() => connection.execute(statement)));
  counts.push(await count(() => connection.reset()));
  expect(counts).toEqual([1, 1, 1, 1]);
  connection.end();
});

test('commands are told by kind, and connections that are open and that were opened', async () => {
  const before = await service.counts();
  const first = await wireConnection(url());
  const second = await wireConnection(url());
  const statement = await first.prepare('SELECT 1');
  for (let time = 0; time < 3; time += 1) await first.execute(statement);
  await first.query('SELECT 2');
  await second.ping();
  await second.reset();
  await service.counts();
  const during = await service.counts();
  const kinds = Object.keys(before.commands) as readonly (keyof typeof before.commands)[];
  const sent = Object.fromEntries(kinds.map((kind) => [kind, during.commands[kind] - before.commands[kind]]));
  expect(sent).toEqual({ execute: 3, query: 1, prepare: 1, close: 0, reset: 0, ping: 2 });
  expect([during.connections - before.connections, during.opened - before.opened]).toEqual([2, 2]);
  expect((await service.counts()).commands).toEqual(during.commands);
  first.end();
  second.end();
});

test('CPU seconds of the server grow with its work', () => {
  const before = service.cpuSeconds();
  expect(
    asClient('SELECT SUM(SHA2(CONCAT(a.mail, b.id), 512)) FROM bakeoff.people a, bakeoff.people b WHERE b.id < 20')
      .status,
  ).toBe(0);
  expect(service.cpuSeconds()).toBeGreaterThan(before);
});

test(
  'what the database shows or takes otherwise than given is a difference, though two servers are filled at once',
  async () => {
    const [shown, refused] = await Promise.all([
      startMysql(request({ data: withType('cents', 'DECIMAL(20,2) NOT NULL') })),
      startMysql(request({ data: withType('mail', 'VARCHAR(9) NOT NULL') })),
    ]);
    const { sum } = checksum(PEOPLE, 5);
    expect(shown).toEqual({
      ok: false,
      problem: {
        kind: 'data-differs',
        table: 'people',
        expected: `2345 rows with checksum ${sum}`,
        got: expect.stringMatching(/^2345 rows with checksum \d+$/u),
      },
    });
    expect(refused).toEqual({
      ok: false,
      problem: {
        kind: 'data-differs',
        table: 'people',
        expected: 'a table that MariaDB accepts, with 2345 rows',
        got: expect.stringMatching(/Data too long for column 'mail'/u),
      },
    });
  },
  HANG_MS,
);

test('temporary tables of other servers on this machine stay', () => {
  expect(existsSync(FOREIGN)).toBe(true);
});

test('without MariaDB the failure says how to get it', async () => {
  expect(await startMysql(request({ tools: null }))).toMatchObject({
    ok: false,
    problem: { kind: 'not-installed', service: 'mysql', install: MYSQL_INSTALL },
  });
});

test('a server that ends at its start is told with its last lines', async () => {
  const failed = await startMysql(request({ tools: { ...tools, installer: '/bin/true', server: '/bin/ls' } }));
  expect(failed).toMatchObject({ ok: false, problem: { kind: 'did-not-start', service: 'mysql' } });
  expect(JSON.stringify(failed)).toMatch(/unrecognized option/u);
});

test('a server that dies is not alive, and asking it is refused', async () => {
  const [pid] = listeners(Number(url().port))[0]?.pids ?? [];
  if (pid === undefined) throw new Error('nobody listens');
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => service.alive(), { timeout: 5_000 }).toBe(false);
  await expect(service.counts()).rejects.toThrow(/./u);
});

test('stopping leaves neither directory nor port', async () => {
  await service.stop();
  await service.stop();
  expect(listeners(Number(url().port))).toEqual([]);
  const own = readdirSync(tmpdir()).filter((name) => name.startsWith(`bakeoff-${RUN}-`));
  expect(own.flatMap((name) => (existsSync(join(tmpdir(), name)) ? readdirSync(join(tmpdir(), name)) : []))).toEqual(
    [],
  );
});
