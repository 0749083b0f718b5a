import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { lastLines, runProgram } from './program.mjs';

// Fuzzes the load generator's answer parser: `npm run fuzz:loadgen`, with `-- --runs N` or `-- --seconds N` (60 of them if
// neither is given). First the committed corpus alone, then new inputs made from it. The corpus is worked on in a copy: what a
// campaign adds to it is a matter of chance, and a commit is not.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = join(root, 'loadgen', 'fuzz');
const artifacts = join(home, 'artifacts', 'answer');
// Below the load generator's own `target`, where nothing that tells whether its sources changed looks.
const target = join(root, 'loadgen', 'target', 'fuzz');
const LIMIT_MS = 4 * 60 * 60_000;

// What cargo-fuzz passes with `-s none`. With these alone stable Rust will do: the sanitizers are what needs nightly, and the
// parser has no unsafe code for them to look into.
const FLAGS = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '-Ccodegen-units=1',
  '--cfg',
  'fuzzing',
];

function environment() {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    // Flags from outside would stand in the place of ours.
    if (value !== undefined && !name.startsWith('CARGO_ENCODED_')) env[name] = value;
  }
  return { ...env, RUSTFLAGS: FLAGS.join(' '), CARGO_TARGET_DIR: target };
}

/**
 * Builds the fuzzer and gives its path; null if it could not be built.
 *
 * @param {Record<string, string>} env
 */
function build(env) {
  const said = runProgram(['rustc', '-vV'], { env, cwd: home });
  const host = /^host: (\S+)$/m.exec(said.output)?.[1];
  if (host === undefined) {
    process.stderr.write(`rustc does not say what it builds for: ${lastLines(said.output, 5)}\n`);
    return null;
  }
  // The target is named so that the flags do not reach build scripts, which could not be linked with them.
  const built = runProgram(['cargo', 'build', '--release', '--locked', '--target', host], { env, cwd: home });
  if (built.ok) return join(target, host, 'release', 'answer');
  process.stderr.write(`${lastLines(built.output, 30)}\n${built.problem}\n`);
  return null;
}

/** The inputs kept because of a finding. @returns {string[]} */
const kept = () => (existsSync(artifacts) ? readdirSync(artifacts) : []);

/**
 * Runs the fuzzer once and tells what it came to; true if it found nothing.
 *
 * @param {string} title
 * @param {readonly string[]} argv
 * @param {Record<string, string>} env
 */
function campaign(title, argv, env) {
  const before = new Set(kept());
  const log = join(target, `${title}.log`);
  const usual = ['-timeout=5', '-rss_limit_mb=1024', '-print_final_stats=1', `-artifact_prefix=${artifacts}/`];
  const began = performance.now();
  const ended = runProgram([...argv, ...usual], { env, cwd: home, log, limitMs: LIMIT_MS });
  const seconds = (performance.now() - began) / 1000;
  const count = /^stat::number_of_executed_units:\s*(\d+)$/m.exec(ended.output)?.[1];
  const findings = kept().filter((name) => !before.has(name));
  const executions =
    count === undefined
      ? 'executions unknown'
      : `${count} executions, ${Math.round(Number(count) / seconds)} executions/s`;
  process.stdout.write(`${title}: ${executions}, ${findings.length} findings\n`);
  for (const name of findings) process.stdout.write(`finding: ${relative(root, join(artifacts, name))}\n`);
  if (!ended.ok) process.stderr.write(`${lastLines(ended.output, 40)}\n${ended.problem}; all of it in ${log}\n`);
  return ended.ok && findings.length === 0;
}

/** What says when to stop, for libFuzzer; null if the arguments are wrong. @returns {string | null} */
function bound() {
  try {
    const { values } = parseArgs({ options: { runs: { type: 'string' }, seconds: { type: 'string' } } });
    const given = Object.values(values);
    if (given.length > 1 || !given.every((value) => /^[1-9]\d{0,14}$/.test(value))) return null;
    return values.runs === undefined ? `-max_total_time=${values.seconds ?? 60}` : `-runs=${values.runs}`;
  } catch {
    return null;
  }
}

function main() {
  const until = bound();
  if (until === null) {
    process.stderr.write('usage: node setup/fuzz.mjs [--runs N | --seconds N]\n');
    return 2;
  }
  const env = environment();
  const program = build(env);
  if (program === null) return 1;
  mkdirSync(artifacts, { recursive: true });
  const place = mkdtempSync(join(tmpdir(), 'loadgen-fuzz-'));
  try {
    const corpus = join(place, 'corpus');
    cpSync(join(home, 'corpus', 'answer'), corpus, { recursive: true });
    const dictionary = `-dict=${join(home, 'answer.dict')}`;
    const sound =
      campaign('corpus', [program, corpus, '-runs=0'], env) &&
      campaign('fuzzing', [program, corpus, dictionary, until], env);
    return sound ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

process.exitCode = main();
