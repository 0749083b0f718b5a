import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { npmOf } from './node.mjs';
import { Unfit } from './missing.mjs';
import { lastLines, runProgram } from './program.mjs';
import { clearStamp, isStamped, writeWhole } from './stamp.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */

/**
 * Which of the repository's packages: those the program runs with, or also the tools its tests and checks need.
 *
 * @typedef {'program' | 'tests'} Extent
 */

/** @param {Clone} clone @param {Extent} extent */
const stampOf = (clone, extent) => join(clone.root, 'node_modules', `.bakeoff-${extent}-stamp`);
/** @param {Clone} clone */
const lockOf = (clone) => readFileSync(join(clone.root, 'package-lock.json'), 'utf8');

/** @param {Clone} clone @param {Extent} extent */
export function arePackagesSettled(clone, extent) {
  return isStamped(stampOf(clone, extent), lockOf(clone));
}

/**
 * Installs the repository's packages from its lock. Must run after the pinned Node is linked: npm then runs under it, and
 * only so picks the right native parts of the test tools (under Node 20.11 it exits 0 and leaves them out).
 *
 * @param {Clone} clone
 * @param {Extent} wanted
 */
export function settlePackages(clone, wanted) {
  // Who has the test tools, from us or from an `npm install` of their own, keeps them.
  const extent = existsSync(join(clone.root, 'node_modules', 'vitest')) ? 'tests' : wanted;
  const npm = npmOf(clone);
  clearStamp(stampOf(clone, 'program'));
  clearStamp(stampOf(clone, 'tests'));
  const which = extent === 'tests' ? '--include=dev' : '--omit=dev';
  const installed = runProgram(
    [npm, 'ci', '--ignore-scripts', which, '--include=optional', '--no-audit', '--no-fund', '--prefer-offline'],
    { env: clone.env, cwd: clone.root, log: join(clone.state, 'packages.log') },
  );
  if (!installed.ok) {
    throw new Unfit(
      { what: "Bakeoff's packages", why: 'running Bakeoff', command: `cd ${clone.root} && npm ci` },
      lastLines(installed.output, 10),
    );
  }
  writeWhole(stampOf(clone, 'program'), lockOf(clone));
  if (extent === 'tests') writeWhole(stampOf(clone, 'tests'), lockOf(clone));
}
