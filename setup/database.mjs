import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram } from './clone.mjs';
import { listOptions, packagesToCome } from './debian.mjs';
import { runProgram } from './program.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */

/**
 * A MariaDB whose programs can be started privately. The folders are null where the programs' own defaults hold.
 *
 * @typedef {object} MariaDb
 * @property {'machine' | 'private'} origin  found on PATH, or unpacked into the user's cache
 * @property {string} version                as the server says it, e.g. 10.11.19
 * @property {string} server                 mariadbd
 * @property {string} installer              mariadb-install-db, which fills a new data directory
 * @property {string} client                 mariadb
 * @property {string | null} basedir         for `--basedir` of server and installer
 * @property {string | null} libraries       for LD_LIBRARY_PATH of all three
 * @property {string | null} messages        for the server's `--lc-messages-dir`
 * @property {string | null} charsets        for the server's `--character-sets-dir`
 * @property {string | null} plugins         for the server's `--plugin-dir`
 */

// The core packages hold the programs and start no service; `mariadb-server` would.
const PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];
const WHY = 'the scenarios that need a database (jwt-mysql)';
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * The MariaDB this machine offers: one its owner installed, else the newest one set-up unpacked before.
 *
 * @param {Clone} clone
 * @returns {MariaDb | null}
 */
export function findMariaDb(clone) {
  return installedOne(clone) ?? unpackedOnes(clone).at(-1) ?? null;
}

/**
 * Unpacks MariaDB into the user's cache; as root or not, it writes nowhere else. Null when it is there.
 *
 * @param {Clone} clone
 * @returns {Missing | null}
 */
export function settleMariaDb(clone) {
  const missing = {
    what: 'MariaDB',
    why: WHY,
    command: `apt-get install --no-install-recommends ${PACKAGES.join(' ')}`,
  };
  if (findProgram(clone, ['apt-get']) === null || findProgram(clone, ['dpkg']) === null) {
    return {
      ...missing,
      command: 'install MariaDB 10.6 or newer so that mariadbd, mariadb-install-db and mariadb are on PATH',
    };
  }
  const problem = unpack(clone, 'machine') === null ? null : unpack(clone, 'private');
  if (problem === null && findMariaDb(clone) !== null) return null;
  return { ...missing, what: `MariaDB (${problem ?? 'unpacked, but the server does not start'})` };
}

/**
 * Fetches the packages with one kind of package lists, and unpacks them; null, or what went wrong.
 *
 * @param {Clone} clone
 * @param {'machine' | 'private'} lists
 * @returns {string | null}
 */
function unpack(clone, lists) {
  const { env } = clone;
  const apt = ['apt-get', ...listOptions(clone, lists)];
  if (lists === 'private') runProgram([...apt, 'update'], { env, log: join(clone.state, 'mariadb-lists.log') });
  const simulated = runProgram([...apt, '--simulate', 'install', '--no-install-recommends', ...PACKAGES], { env });
  const coming = packagesToCome(simulated.output);
  const server = coming.find(({ name }) => name === PACKAGES[0]);
  if (server === undefined) return `apt-get knows no package ${PACKAGES[0]}`;
  const folder = join(clone.cache, `mariadb-${server.version.replaceAll(/[^\w.+~-]/g, '-')}`);
  const part = `${folder}.part-${process.pid}`;
  mkdirSync(part, { recursive: true });
  try {
    const names = [...new Set([...PACKAGES, ...coming.map(({ name }) => name)])];
    const log = join(clone.state, 'mariadb.log');
    const fetched = runProgram([...apt, 'download', ...names], { env, cwd: part, log });
    if (!fetched.ok) return `apt-get download failed, see ${log}`;
    for (const file of readdirSync(part).filter((name) => name.endsWith('.deb'))) {
      const unpacked = runProgram(['dpkg', '-x', join(part, file), part], { env });
      if (!unpacked.ok) return unpacked.problem;
      rmSync(join(part, file));
    }
    // Two clones may do this at once: whoever renames second finds the same thing there.
    if (!existsSync(folder)) renameSync(part, folder);
    return null;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** @param {Clone} clone @returns {MariaDb | null} */
function installedOne(clone) {
  const server = findProgram(clone, ['mariadbd', 'mysqld'], FOLDERS);
  const installer = findProgram(clone, ['mariadb-install-db'], FOLDERS);
  const client = findProgram(clone, ['mariadb'], FOLDERS);
  if (server === null || installer === null || client === null) return null;
  const version = versionOf(clone, server, null);
  if (version === null) return null;
  const none = { basedir: null, libraries: null, messages: null, charsets: null, plugins: null };
  return { origin: 'machine', version, server, installer, client, ...none };
}

/** @param {Clone} clone @returns {MariaDb[]} the newest last */
function unpackedOnes(clone) {
  const names = existsSync(clone.cache) ? readdirSync(clone.cache) : [];
  const folders = names.filter((name) => name.startsWith('mariadb-') && !name.includes('.part-'));
  return folders
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((name) => unpackedOne(clone, join(clone.cache, name)) ?? []);
}

/** @param {Clone} clone @param {string} folder @returns {MariaDb | null} */
function unpackedOne(clone, folder) {
  const basedir = join(folder, 'usr');
  const lib = join(basedir, 'lib');
  const triplet = existsSync(lib)
    ? readdirSync(lib).find((name) => existsSync(join(lib, name, 'libmariadb.so.3')))
    : undefined;
  if (triplet === undefined) return null;
  const libraries = join(lib, triplet);
  const server = join(basedir, 'sbin', 'mariadbd');
  const version = versionOf(clone, server, libraries);
  if (version === null) return null;
  const share = join(basedir, 'share', 'mysql');
  return {
    origin: 'private',
    version,
    server,
    installer: join(basedir, 'bin', 'mariadb-install-db'),
    client: join(basedir, 'bin', 'mariadb'),
    basedir,
    libraries,
    messages: share,
    charsets: join(share, 'charsets'),
    plugins: join(libraries, 'libmariadb3', 'plugin'),
  };
}

/**
 * What the server says its version is; null if it does not start, or is no MariaDB (Oracle's mysqld fills a data directory in
 * another way).
 *
 * @param {Clone} clone @param {string} server @param {string | null} libraries
 */
function versionOf(clone, server, libraries) {
  const env = libraries === null ? clone.env : { ...clone.env, LD_LIBRARY_PATH: libraries };
  const said = runProgram([server, '--no-defaults', '--version'], { env });
  return said.ok ? (/Ver (\d+\.\d+\.\d+)-MariaDB/.exec(said.output)?.[1] ?? null) : null;
}
