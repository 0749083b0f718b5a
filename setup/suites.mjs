import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { cargoTotals, goTotals, nodeTotals, plainTotals } from './totals.mjs';

/**
 * One run of one test runner.
 *
 * @typedef {object} Suite
 * @property {string} id
 * @property {string} title
 * @property {'both' | 'gate' | 'test'} in   `npm run ok`, `npm test`, or both
 * @property {readonly (readonly string[])[]} run  commands as argv; the last one is the runner, those before it prepare
 * @property {string} folder
 * @property {import('./totals.mjs').ReadTotals | 'one'} totals
 * @property {'rust' | 'go' | null} needs    without this toolchain the suite is skipped, or on CI has failed
 * @property {readonly string[] | null} probe  a tool not every toolchain brings along; if it does not start, skipped
 * @property {boolean} mustBeSilent          any output is a failure (gofmt says what is wrong and ends with 0)
 */

/** @type {Pick<Suite, 'in' | 'totals' | 'needs' | 'probe' | 'mustBeSilent'>} */
const USUAL = { in: 'both', totals: 'one', needs: null, probe: null, mustBeSilent: false };

/**
 * All suites of the clone at `root`, in the order they run: cheap ones first, and measuring last, when nothing else runs.
 *
 * @param {string} root
 * @returns {Suite[]}
 */
export function suitesOf(root) {
  return [
    { ...USUAL, id: 'checks', title: 'our own rules', run: [['node', 'checks/checks.ts']], folder: root },
    { ...USUAL, id: 'types', title: 'types', run: [['tsc']], folder: root },
    { ...USUAL, id: 'lint', title: 'lint', run: [['oxlint', '--deny-warnings']], folder: root },
    { ...USUAL, id: 'format', title: 'format', run: [['oxfmt', '--check']], folder: root },
    { ...USUAL, id: 'unit', title: 'TypeScript tests', run: [['vitest', 'run']], folder: root, totals: plainTotals },
    ...loadgenSuites(root),
    ...contenderSuites(root),
    {
      ...USUAL,
      id: 'smoke',
      title: 'the contracts of all contenders, and a real run',
      in: 'test',
      run: [['node', 'setup/smoke.mjs']],
      folder: root,
      totals: plainTotals,
    },
  ];
}

/** @param {string} root @returns {Suite[]} */
function loadgenSuites(root) {
  const folder = join(root, 'loadgen');
  const needs = /** @type {const} */ ('rust');
  return [
    ...rustSuites('loadgen', folder, ['--features', 'tls']),
    {
      ...USUAL,
      id: 'loadgen/epoll',
      title: 'tests of loadgen by the other way of the sockets',
      run: [['env', 'LOADGEN_IO=epoll', 'cargo', 'test', '--locked', '--features', 'tls']],
      folder,
      needs,
      totals: cargoTotals,
    },
    {
      ...USUAL,
      id: 'loadgen/fuzz',
      title: "a minute of hostile bytes for loadgen's parser",
      in: 'test',
      run: [['node', 'setup/fuzz.mjs']],
      folder: root,
      needs,
      // libFuzzer is C++, and nothing else here is.
      probe: ['c++', '--version'],
    },
  ];
}

/**
 * The Rust contenders are strangers to each other, but what they are made of is much the same: for their tests it is compiled once,
 * without debug information, in one place. What is measured is built apart, in each contender's own folder.
 *
 * @param {string} root
 */
function sharedTarget(root) {
  return ['env', `CARGO_TARGET_DIR=${join(root, '.bakeoff/contender-tests')}`, 'CARGO_PROFILE_DEV_DEBUG=0'];
}

/** @param {string} root @returns {Suite[]} */
function contenderSuites(root) {
  const folder = join(root, 'contenders');
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return names.flatMap((name) => {
    const home = join(folder, name);
    if (existsSync(join(home, 'Cargo.toml'))) return rustSuites(name, home, [], sharedTarget(root));
    if (existsSync(join(home, 'go.mod'))) return goSuites(name, home);
    return existsSync(join(home, 'package.json')) ? [nodeSuite(name, home)] : [];
  });
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {readonly string[]} features
 * @param {readonly string[]} before  what cargo is started through
 * @returns {Suite[]}
 */
function rustSuites(name, folder, features = [], before = []) {
  const rust = { ...USUAL, folder, needs: /** @type {const} */ ('rust') };
  const gate = { ...rust, in: /** @type {const} */ ('gate') };
  const clippy = [...before, 'cargo', 'clippy', '--locked', '--all-targets', ...features, '--', '-D', 'warnings'];
  return [
    {
      ...gate,
      id: `${name}/format`,
      title: `format of ${name}`,
      run: [['cargo', 'fmt', '--check']],
      probe: ['cargo', 'fmt', '--version'],
    },
    { ...gate, id: `${name}/lint`, title: `lint of ${name}`, run: [clippy], probe: ['cargo', 'clippy', '--version'] },
    {
      ...rust,
      id: name,
      title: `tests of ${name}`,
      run: [[...before, 'cargo', 'test', '--locked', ...features]],
      totals: cargoTotals,
    },
  ];
}

/** @param {string} name @param {string} folder @returns {Suite[]} */
function goSuites(name, folder) {
  const go = { ...USUAL, folder, needs: /** @type {const} */ ('go') };
  const gate = { ...go, in: /** @type {const} */ ('gate') };
  return [
    {
      ...gate,
      id: `${name}/format`,
      title: `format of ${name}`,
      run: [['gofmt', '-l', '.']],
      mustBeSilent: true,
    },
    { ...gate, id: `${name}/lint`, title: `lint of ${name}`, run: [['go', 'vet', './...']] },
    // -count=1: a cached pass is no test.
    { ...go, id: name, title: `tests of ${name}`, run: [['go', 'test', '-count=1', '-v', './...']], totals: goTotals },
  ];
}

/**
 * Packages that only variants load lie in a folder of their own, so that the service does not ship them; its tests need them all the same.
 *
 * @param {string} name @param {string} folder @returns {Suite}
 */
function nodeSuite(name, folder) {
  const install = ['npm', 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'];
  const beside = readdirSync(folder).filter((inner) => existsSync(join(folder, inner, 'package.json')));
  const installs = [install, ...beside.toSorted().map((inner) => [...install, '--prefix', inner])];
  const test = ['node', '--test', '--test-reporter=spec'];
  return { ...USUAL, id: name, title: `tests of ${name}`, run: [...installs, test], folder, totals: nodeTotals };
}
