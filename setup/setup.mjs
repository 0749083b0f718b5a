import { settleBrowser } from './browser.mjs';
import { cloneAt, findProgram } from './clone.mjs';
import { settleMariaDb } from './database.mjs';
import { canInstall } from './debian.mjs';
import { settleLoadgen } from './loadgen.mjs';
import { withLock } from './lock.mjs';
import { Unfit, missingLines } from './missing.mjs';
import { isNodeSettled, pinnedVersion, settleNode } from './node.mjs';
import { arePackagesSettled, settlePackages } from './packages.mjs';
import { linkToolchains, settleGo, settleRust } from './toolchains.mjs';
import { findTools, writeTools } from './tools.mjs';

/** @typedef {import('./clone.mjs').Clone} Clone */
/** @typedef {import('./missing.mjs').Missing} Missing */

// `node setup.mjs ROOT NEED`: provides what NEED needs and returns; what is there is not touched. Called by `launch.sh`.

/**
 * What is going to happen: `program` runs Bakeoff itself (Node, packages); `checks` looks at its sources (also the packages
 * for tests); `measuring` runs contenders (also toolchains, load generator, database); `tests` needs all of it and a browser.
 *
 * @typedef {'program' | 'checks' | 'measuring' | 'tests'} Need
 */

/** @param {Need} need */
const isMeasuring = (need) => need === 'measuring' || need === 'tests';

/**
 * @typedef {object} Step
 * @property {string} what
 * @property {string} why
 * @property {string} takes                   how long it may take, in words
 * @property {() => boolean} isSettled        cheap, and true only if nothing is left to do
 * @property {() => boolean} isPossible       whether set-up can do it on this machine
 * @property {() => Missing | null} settle    does it; what is missing if it cannot
 */

const always = () => true;

/** @param {Clone} clone @param {Need} need @returns {Step[]} */
function programSteps(clone, need) {
  const extent = need === 'tests' || need === 'checks' ? 'tests' : 'program';
  return [
    {
      what: `Node.js ${pinnedVersion(clone)}`,
      why: 'Bakeoff runs on it whatever Node is installed',
      takes: 'about 10 s',
      isSettled: () => isNodeSettled(clone),
      isPossible: always,
      settle: () => (settleNode(clone), null),
    },
    {
      what: extent === 'tests' ? 'packages, with the tools for tests' : 'packages',
      why: 'Bakeoff is made of them',
      takes: extent === 'tests' ? 'about 15 s' : 'about 3 s',
      isSettled: () => arePackagesSettled(clone, extent),
      isPossible: always,
      settle: () => (settlePackages(clone, extent), null),
    },
  ];
}

/** @param {Clone} clone @param {Need} need @returns {Step[]} */
function measuringSteps(clone, need) {
  let found = findTools(clone);
  /** @param {() => Missing | null} settle */
  const thenLook = (settle) => () => {
    const missing = settle();
    found = findTools(clone);
    return missing;
  };
  const steps = [
    {
      what: 'Rust',
      why: 'the load generator and Rust contenders are built with it',
      takes: 'about 30 s',
      isSettled: () => found.rust !== null,
      isPossible: () => canInstall(clone),
      settle: thenLook(() => settleRust(clone, need === 'tests')),
    },
    {
      what: 'Go',
      why: 'Go contenders are built with it',
      takes: 'about 15 s',
      isSettled: () => found.go !== null,
      isPossible: () => canInstall(clone),
      settle: thenLook(() => settleGo(clone)),
    },
    {
      what: 'load generator',
      why: 'it puts the load on contenders',
      takes: 'about 30 s',
      isSettled: () => found.loadgen !== null,
      isPossible: () => found.rust !== null,
      settle: thenLook(() => settleLoadgen(clone, found.rust?.path ?? null)),
    },
    {
      what: 'MariaDB',
      why: 'scenarios with a database start a private one',
      takes: 'about 5 s',
      isSettled: () => found.mariadb !== null,
      isPossible: () => findProgram(clone, ['apt-get']) !== null,
      settle: thenLook(() => settleMariaDb(clone)),
    },
  ];
  const browser = {
    what: 'Chromium',
    why: 'tests look at reports in it',
    takes: 'about 40 s',
    isSettled: () => found.chromium !== null,
    isPossible: () => canInstall(clone),
    settle: thenLook(() => settleBrowser(clone)),
  };
  return need === 'tests' ? [...steps, browser] : steps;
}

/** @param {Clone} clone @param {Need} need @returns {Step[]} */
function stepsFor(clone, need) {
  return [...programSteps(clone, need), ...(isMeasuring(need) ? measuringSteps(clone, need) : [])];
}

/**
 * Does the steps that are not settled, each announced in one line.
 *
 * @param {readonly Step[]} steps
 * @returns {Missing[]}
 */
function settleAll(steps) {
  /** @type {Missing[]} */
  const missing = [];
  for (const step of steps) {
    if (step.isSettled()) continue;
    if (step.isPossible()) process.stderr.write(`set-up: ${step.what} - ${step.why} (${step.takes})\n`);
    const piece = step.settle();
    if (piece === null) continue;
    missing.push(piece);
    process.stderr.write(missingLines(piece));
  }
  return missing;
}

/** @param {number} owner */
function onWait(owner) {
  process.stderr.write(`set-up: waiting for another set-up of this clone (process ${owner})\n`);
}

/** @param {Clone} clone @param {Need} need */
function setUp(clone, need) {
  /** @type {Missing[]} */
  let missing = [];
  if (!stepsFor(clone, need).every((step) => step.isSettled())) {
    missing = withLock(clone.state, onWait, () => settleAll(stepsFor(clone, need)));
  }
  if (!isMeasuring(need)) return;
  const tools = findTools(clone);
  linkToolchains(clone, tools);
  writeTools(clone, { ...tools, missing });
}

/** @param {unknown} need @returns {need is Need} */
function isNeed(need) {
  return need === 'program' || need === 'checks' || need === 'measuring' || need === 'tests';
}

function main() {
  const [root, need] = process.argv.slice(2);
  if (root === undefined || !isNeed(need)) {
    process.stderr.write('usage: node setup/setup.mjs ROOT program|checks|measuring|tests\n');
    return 2;
  }
  try {
    setUp(cloneAt(root, process.env), need);
    return 0;
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    process.stderr.write(`${missingLines(error.missing)}${error.details === '' ? '' : `${error.details}\n`}`);
    return 5; // machine unfit
  }
}

process.exitCode = main();
