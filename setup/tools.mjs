import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findBrowser } from './browser.mjs';
import { findProgram } from './clone.mjs';
import { findMariaDb } from './database.mjs';
import { isLoadgenSettled, loadgenPath } from './loadgen.mjs';
import { nodeLink, pinnedVersion } from './node.mjs';
import { readIfThere, writeWhole } from './stamp.mjs';
import { findGo, findRust } from './toolchains.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */
/** @typedef {import('./toolchains.mjs').Toolchain} Toolchain */
/** @typedef {import('./database.mjs').MariaDb} MariaDb */

/**
 * `.bakeoff/setup/tools.json`: exactly what set-up found or installed, for the program to read. Written by every set-up that
 * is asked for more than packages; paths are absolute; null is "not on this machine", and then `missing` says how to get it.
 *
 * @typedef {object} Tools
 * @property {'bakeoff/tools@1'} schema
 * @property {{ path: string, version: string }} node  the pinned Node, which is also Node as a contender
 * @property {string | null} npm
 * @property {Toolchain | null} rust     `path` is cargo's
 * @property {Toolchain | null} go       `path` is go's
 * @property {string | null} loadgen     the built load generator; null also when its sources changed and do not build
 * @property {MariaDb | null} mariadb    see `database.mjs` for its fields
 * @property {string | null} chromium    used by tests only
 * @property {readonly Missing[]} missing  { what, why, command } of each piece that set-up could not provide
 */

/** The tools as they are found now, without installing any. @param {Clone} clone @returns {Omit<Tools, 'missing'>} */
export function findTools(clone) {
  return {
    schema: 'bakeoff/tools@1',
    node: { path: nodeLink(clone), version: pinnedVersion(clone) },
    npm: findProgram(clone, ['npm']),
    rust: findRust(clone),
    go: findGo(clone),
    loadgen: isLoadgenSettled(clone) && existsSync(loadgenPath(clone)) ? loadgenPath(clone) : null,
    mariadb: findMariaDb(clone),
    chromium: findBrowser(clone),
  };
}

/** @param {Clone} clone */
const pathOf = (clone) => join(clone.state, 'tools.json');

/**
 * Writes the tools file, unless it says the same already.
 *
 * @param {Clone} clone @param {Tools} tools
 */
export function writeTools(clone, tools) {
  const text = `${JSON.stringify(tools, null, 2)}\n`;
  if (readIfThere(pathOf(clone)) !== text) writeWhole(pathOf(clone), text);
}
