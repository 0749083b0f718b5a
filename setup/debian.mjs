import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram } from './clone.mjs';
import { runProgram } from './program.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */

/** Whether packages can be installed here without asking: apt is there and we are root. @param {Clone} clone */
export function canInstall(clone) {
  return findProgram(clone, ['apt-get']) !== null && process.getuid?.() === 0;
}

let listsAreFresh = false;

/**
 * Installs Debian packages for the whole machine, after fetching the package lists once a set-up. Nothing recommended comes
 * along, and no question is asked.
 *
 * @param {Clone} clone
 * @param {readonly string[]} packages
 */
export function installPackages(clone, packages) {
  const env = { ...clone.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work on a fresh machine: wait for it.
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  if (!listsAreFresh) {
    runProgram(['apt-get', ...patience, 'update'], { env, log: join(clone.state, 'apt-update.log') });
    listsAreFresh = true; // A failed update is no verdict: the old lists may do, and the install says so if not.
  }
  return runProgram(['apt-get', ...patience, 'install', '-y', '--no-install-recommends', ...packages], {
    env,
    log: join(clone.state, `apt-${packages[0]}.log`),
  });
}

/** A Debian package that is to come: its name and version. @typedef {{ name: string, version: string }} Package */

/**
 * Reads what `apt-get --simulate install` would install: the named packages and what they need that is not there.
 *
 * @param {string} simulated
 * @returns {Package[]}
 */
export function packagesToCome(simulated) {
  return [...simulated.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\((\S+) /gm)].flatMap(([, name, version]) =>
    name === undefined || version === undefined ? [] : [{ name, version }],
  );
}

/**
 * apt's package lists: the machine's own, or private ones in the user's cache for those who may not refresh the machine's.
 *
 * @param {Clone} clone
 * @param {'machine' | 'private'} lists
 * @returns {readonly string[]} options for `apt-get`
 */
export function listOptions(clone, lists) {
  const common = ['-o', 'Debug::NoLocking=true'];
  if (lists === 'machine') return common;
  const state = join(clone.cache, 'apt', 'state');
  const cache = join(clone.cache, 'apt', 'cache');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
  const places = [`Dir::State=${state}`, 'Dir::State::status=/var/lib/dpkg/status', `Dir::Cache=${cache}`];
  // Root's apt would fetch as another user, who may not write into this user's cache.
  return [...common, ...[...places, 'APT::Sandbox::User='].flatMap((option) => ['-o', option])];
}
