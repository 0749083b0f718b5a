import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram } from './clone.mjs';
import { lastLines, runProgram } from './program.mjs';
import { clearStamp, digestOf, isStamped, writeWhole } from './stamp.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */

/** @param {Clone} clone */
const folderOf = (clone) => join(clone.root, 'loadgen');
/** @param {Clone} clone */
const stampOf = (clone) => join(folderOf(clone), 'target', 'release', '.bakeoff-stamp');

/** What a build makes, and the fuzzer beside it. */
const NOT_BUILT_FROM = ['target', 'fuzz'];

/** The load generator's program, once built. @param {Clone} clone */
export function loadgenPath(clone) {
  return join(folderOf(clone), 'target', 'release', 'loadgen');
}

/** Whether what is built was built from the sources as they are. @param {Clone} clone */
export function isLoadgenSettled(clone) {
  if (!existsSync(join(folderOf(clone), 'Cargo.toml')) || !existsSync(loadgenPath(clone))) return false;
  return isStamped(stampOf(clone), digestOf(folderOf(clone), NOT_BUILT_FROM));
}

/**
 * Builds the load generator; null when it is there.
 *
 * @param {Clone} clone
 * @param {string | null} cargo
 * @returns {Missing | null}
 */
export function settleLoadgen(clone, cargo) {
  const why = 'putting load on contenders: without it nothing is measured';
  const command = `cd ${folderOf(clone)} && cargo build --release --locked`;
  if (!existsSync(join(folderOf(clone), 'Cargo.toml'))) {
    return {
      what: "the load generator's sources (loadgen/)",
      why,
      command: `cd ${clone.root} && git checkout loadgen`,
    };
  }
  if (cargo === null) return { what: 'the load generator (it is built with Rust, which is missing)', why, command };
  if (findProgram(clone, ['cc', 'gcc', 'clang']) === null) {
    return { what: 'a C linker, to build the load generator', why, command: 'apt-get install gcc libc6-dev' };
  }
  // Taken before the build: a source changed while cargo reads it must not look built.
  const digest = digestOf(folderOf(clone), NOT_BUILT_FROM);
  clearStamp(stampOf(clone));
  rmSync(loadgenPath(clone), { force: true }); // An older one must not be taken for what the sources say now.
  // An outer CARGO_TARGET_DIR would put the program where nobody looks for it.
  const { CARGO_TARGET_DIR: _, CARGO_BUILD_TARGET: __, ...env } = clone.env;
  const log = join(clone.state, 'loadgen.log');
  const built = runProgram([cargo, 'build', '--release', '--locked'], { env, cwd: folderOf(clone), log });
  if (!built.ok || !existsSync(loadgenPath(clone))) {
    process.stderr.write(`${lastLines(built.output, 15)}\n`);
    return { what: `the load generator (its build failed, see ${log})`, why, command };
  }
  writeWhole(stampOf(clone), digest);
  return null;
}
