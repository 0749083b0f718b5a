import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { contractsOf, findingsOf } from './smoke-findings.mjs';
import { processesNaming } from './survivors.mjs';
import { NONE, sum, totalsLine } from './totals.mjs';

// The whole program, as a user runs it: every contender's contract in every scenario, then a run with real load of those that
// `npm start` compares. Each thing looked at afterwards is one test; the last line is `N passed, N failed`.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The folders are the list: whoever adds a contender or a scenario adds nothing here. */
const named = (/** @type {string} */ folder) => readdirSync(join(root, folder)).toSorted();
const CONTENDERS = named('contenders');
const CHECK = ['check', ...CONTENDERS, '--scenario', ...named('scenarios'), '--json'];
const MEASURED = ['node-fastify', 'go-nethttp', 'rust-axum'];
const RUN = [
  'run',
  ...MEASURED,
  '--scenario',
  'jwt-mysql',
  '--profile',
  'smoke',
  '--blocks',
  '4',
  '--json',
  '--no-input',
];
const LIMIT_MS = 13 * 60_000;

/**
 * Runs Bakeoff with `place` for its store and its temporary files; progress goes to our own stderr.
 *
 * @param {readonly string[]} verb
 * @param {string} place
 * @returns {Promise<{ code: number | null, output: string }>} code null: ended by a signal, such as ours when time is up
 */
function runBakeoff(verb, place) {
  const args = [...verb, '--store', join(place, 'store')];
  const child = spawn(join(root, 'bakeoff'), args, {
    cwd: root,
    env: { ...process.env, TMPDIR: join(place, 'tmp') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  const timer = setTimeout(() => child.kill('SIGTERM'), LIMIT_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

/** The processes now that may be ours: of this run's folder, or of a contender's. @param {string} place */
function suspects(place) {
  return [...processesNaming(place), ...processesNaming(join(root, 'contenders'))];
}

/**
 * What the run left in the world, two seconds after it ended; one line each.
 *
 * @param {string} place
 * @param {readonly { pid: number }[]} before  suspects that were there before the run
 */
async function leftBehind(place, before) {
  await new Promise((resolve) => void setTimeout(resolve, 2_000));
  const survivors = suspects(place).filter(({ pid }) => !before.some((other) => other.pid === pid));
  const processes = survivors.map(({ pid, command }) => `process ${pid}: ${command}`);
  return [...new Set(processes), ...readdirSync(join(place, 'tmp')).map((name) => `temporary file: ${name}`)];
}

/** @param {import('./smoke-findings.mjs').Finding} finding */
function told(finding) {
  const { title } = finding;
  if ('unknown' in finding) return { line: `unknown ${title}: ${finding.unknown}`, counts: 'skipped' };
  if (finding.problem === null) return { line: `ok      ${title}`, counts: 'passed' };
  return { line: `not ok  ${title}: ${finding.problem}`, counts: 'failed' };
}

async function main() {
  const place = mkdtempSync(join(tmpdir(), 'bakeoff-smoke-'));
  mkdirSync(join(place, 'tmp'));
  try {
    const before = suspects(place);
    const checked = await runBakeoff(CHECK, place);
    const { code, output } = await runBakeoff(RUN, place);
    const left = await leftBehind(place, before);
    /** @type {unknown} */
    const schema = JSON.parse(readFileSync(join(root, 'docs', 'result.schema.json'), 'utf8'));
    const findings = [
      contractsOf({ ...checked, contenders: CONTENDERS }),
      ...findingsOf({ code, output, schema, contenders: MEASURED }),
      { title: 'they left no process and no temporary file', problem: left.length === 0 ? null : left.join('; ') },
    ];
    let totals = NONE;
    for (const finding of findings) {
      const { line, counts } = told(finding);
      process.stdout.write(`${line}\n`);
      totals = sum(totals, { ...NONE, [counts]: 1 });
    }
    process.stdout.write(`${totalsLine(totals)}\n`);
    return totals.failed === 0 ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

process.exitCode = await main();
