import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Enclosed, Isolation } from '../enclosure/enclosure.ts';
import { mysqlSettings } from './mysql-settings.ts';
import { folderArguments, toolEnvironment } from './tools.ts';
import type { MysqlTools } from './tools.ts';

export interface ServerRequest {
  readonly tools: MysqlTools;
  readonly isolation: Isolation;
  readonly directory: string;
  readonly cores: readonly number[];
  readonly bufferPoolMiB: number;
  readonly freePort: () => Promise<number>;
}

/** A server that greets on its socket and its port; nothing is in it yet. */
export interface Server {
  readonly enclosed: Enclosed;
  readonly socket: string;
  readonly port: number;
}

export type ServerStart =
  | { readonly ok: true; readonly value: Server }
  | { readonly ok: false; readonly lastLines: readonly string[] };

/** Ports tried before giving up: another program can take a free port before the server does, but not five times. */
const PORTS_TRIED = 5;
const INSTALLED_WITHIN_MS = 120_000;
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** mariadbd refuses to run as root unless it is told that root is meant. */
function userArguments(): readonly string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** Fills a new data directory; null, or the last lines of the installer that failed. */
async function install({ tools, isolation, directory, cores }: ServerRequest): Promise<readonly string[] | null> {
  const started = await isolation.start({
    name: 'mysql-install',
    argv: [
      tools.installer,
      '--no-defaults',
      `--datadir=${join(directory, 'data')}`,
      // A starting server removes all temporary tables in its directory for them, also those of another one that shares it.
      `--tmpdir=${join(directory, 'tmp')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      // Without it a host name that does not resolve ends the installer.
      '--force',
      '--innodb-log-file-size=32M',
      ...userArguments(),
      ...folderArguments({
        basedir: tools.basedir,
        'lc-messages-dir': tools.messages,
        'character-sets-dir': tools.charsets,
      }),
    ],
    cwd: directory,
    env: toolEnvironment(tools, directory),
    cores,
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: null,
  });
  if (!started.ok) return [started.problem.reason];
  // Unreferenced: the timer of an installer that was in time keeps nobody waiting.
  const late = sleep(INSTALLED_WITHIN_MS, null, { ref: false });
  const end = await Promise.race([started.value.exited, late]);
  await started.value.stop(0);
  return end?.kind === 'code' && end.code === 0 ? null : started.value.lastLines();
}

function serverArguments(request: ServerRequest, socket: string, port: number): readonly [string, ...string[]] {
  const { tools, directory, bufferPoolMiB } = request;
  return [
    tools.server,
    '--no-defaults',
    `--datadir=${join(directory, 'data')}`,
    `--tmpdir=${join(directory, 'tmp')}`,
    `--pid-file=${join(directory, 'pid')}`,
    `--socket=${socket}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    ...userArguments(),
    ...mysqlSettings(bufferPoolMiB).map(({ argument }) => argument),
    ...folderArguments({
      basedir: tools.basedir,
      'lc-messages-dir': tools.messages,
      'character-sets-dir': tools.charsets,
      'plugin-dir': tools.plugins,
    }),
  ];
}

/** Whether the server greets on its socket: it speaks first, and only once it takes questions. */
function greets(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const settle = (answer: boolean): void => {
      connection.destroy();
      resolve(answer);
    };
    connection.setTimeout(1_000, () => settle(false));
    connection.once('data', () => settle(true));
    connection.once('error', () => settle(false));
    connection.once('close', () => settle(false));
  });
}

async function isReady(enclosed: Enclosed, socket: string): Promise<boolean> {
  const until = performance.now() + READY_WITHIN_MS;
  const ended = enclosed.exited.then(() => 'ended' as const);
  while (performance.now() < until) {
    if (await greets(socket)) return true;
    if ((await Promise.race([ended, sleep(LOOK_EVERY_MS, 'running' as const)])) === 'ended') return false;
  }
  return false;
}

function portWasTaken(lastLines: readonly string[]): boolean {
  return lastLines.some((line) => /Bind on TCP\/IP port|Address already in use/iu.test(line));
}

/** Installs and starts a private server on a free port; another port where somebody else was quicker. */
export async function startServer(request: ServerRequest): Promise<ServerStart> {
  mkdirSync(join(request.directory, 'tmp'));
  const failed = await install(request);
  if (failed !== null) return { ok: false, lastLines: failed };
  const socket = join(request.directory, 's');
  let lastLines: readonly string[] = [];
  for (let attempt = 0; attempt < PORTS_TRIED; attempt += 1) {
    const port = await request.freePort();
    const started = await request.isolation.start({
      name: 'mysql',
      argv: serverArguments(request, socket, port),
      cwd: request.directory,
      env: toolEnvironment(request.tools, request.directory),
      cores: request.cores,
      memoryMiB: null,
      pids: null,
      stdin: 'none',
      onLine: null,
    });
    if (!started.ok) return { ok: false, lastLines: [started.problem.reason] };
    const enclosed = started.value;
    if (await isReady(enclosed, socket)) return { ok: true, value: { enclosed, socket, port } };
    await enclosed.stop(0);
    lastLines = enclosed.lastLines();
    if (!portWasTaken(lastLines)) break;
  }
  return { ok: false, lastLines };
}
