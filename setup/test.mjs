import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { suitesOf } from './suites.mjs';
import { NONE, sum, totalsLine, totalsOf } from './totals.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite */
/** @typedef {import('./totals.mjs').Totals} Totals */

// `npm test` (all suites of the test), `npm run ok` (--gate), or `--only ID...`. Suites run one after the other, each to its
// end, whatever the ones before came to; the very last line is the sum of all their totals.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LIMIT_MS = 15 * 60_000; // A suite that hangs must not take the others with it.

/**
 * Runs a command to its end; what it prints is shown and returned. Its process group is killed when the time is up, or when
 * we are interrupted.
 *
 * @param {readonly string[]} argv
 * @param {string} folder
 * @returns {Promise<{ endedWell: boolean, output: string }>}
 */
function runShown(argv, folder) {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('a suite needs a command');
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    /** @param {string} text */
    const show = (text) => {
      output += text;
      // Some runners colour a pipe too when they see CI.
      process.stdout.write(process.stdout.isTTY ? text : stripVTControlCharacters(text));
    };
    child.stdout.setEncoding('utf8').on('data', show);
    child.stderr.setEncoding('utf8').on('data', show);
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      show(`\nended after ${LIMIT_MS / 60_000} minutes\n`);
      kill();
    }, LIMIT_MS);
    const interrupt = () => {
      kill();
      process.exit(130);
    };
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    /** @param {boolean} endedWell */
    const end = (endedWell) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve({ endedWell, output });
    };
    child.once('error', (error) => {
      show(`${error.message}\n`);
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

/** @param {Suite} suite @returns {Promise<Totals>} */
async function runSuite(suite) {
  process.stdout.write(`\n== ${suite.id}: ${suite.title}\n`);
  const absent = await absentFor(suite);
  if (absent !== null) {
    process.stdout.write(`${absent}\n`);
    // Not running is never a pass. On CI nobody reads why, so there it is a failure.
    return { ...NONE, [suite.probe === null && process.env['CI'] !== undefined ? 'failed' : 'skipped']: 1 };
  }
  let last = { endedWell: true, output: '' };
  for (const argv of suite.run) {
    if (last.endedWell) last = await runShown(argv, suite.folder);
  }
  const endedWell = last.endedWell && !(suite.mustBeSilent && last.output.trim() !== '');
  return totalsOf(suite.totals, endedWell, last.output);
}

/** What the suite cannot run without and is not here, as a line; null if nothing. @param {Suite} suite */
async function absentFor(suite) {
  if (suite.needs !== null && !toolchains().has(suite.needs))
    return `needs ${suite.needs}, which is not on this machine`;
  if (suite.probe === null) return null;
  const { endedWell } = await runShown(suite.probe, suite.folder);
  return endedWell ? null : `${suite.probe.join(' ')} does not start on this machine`;
}

/** The toolchains set-up found. @returns {Set<string>} */
function toolchains() {
  /** @type {unknown} */
  const tools = JSON.parse(readFileSync(join(root, '.bakeoff', 'setup', 'tools.json'), 'utf8'));
  const entries = typeof tools === 'object' && tools !== null ? Object.entries(tools) : [];
  return new Set(entries.flatMap(([name, found]) => (found === null ? [] : [name])));
}

/** @param {readonly string[]} args @returns {Suite[] | null} null if no suite is meant */
function chosen(args) {
  const all = suitesOf(root);
  if (args.length === 0) return all.filter((suite) => suite.in !== 'gate');
  if (args[0] === '--gate' && args.length === 1) return all.filter((suite) => suite.in !== 'test');
  const wanted = args.slice(1);
  const known = wanted.every((id) => all.some((suite) => suite.id === id));
  return args[0] === '--only' && known && wanted.length > 0 ? all.filter((suite) => wanted.includes(suite.id)) : null;
}

async function main() {
  const suites = chosen(process.argv.slice(2));
  if (suites === null) {
    const ids = suitesOf(root).map((suite) => suite.id);
    process.stderr.write(`usage: npm test, npm run ok, or node setup/test.mjs --only ID...\nids: ${ids.join(' ')}\n`);
    return 2;
  }
  let all = NONE;
  /** @type {string[]} */
  const summary = [];
  for (const suite of suites) {
    const totals = await runSuite(suite);
    all = sum(all, totals);
    summary.push(`${totals.failed === 0 ? '  ' : '! '}${suite.id}: ${totalsLine(totals)}`);
  }
  process.stdout.write(`\n== all suites\n${summary.join('\n')}\n\n${totalsLine(all)}\n`);
  return all.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
