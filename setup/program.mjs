import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * How a foreign program ended: well, or with a problem told in one line and the last lines it printed.
 *
 * @typedef {{ readonly ok: true, readonly output: string } | { readonly ok: false, readonly problem: string, readonly output: string }} Ended
 */

/**
 * Runs `argv` to its end, never through a shell, without standard input. What it prints goes to `log`, if one is given, and
 * back to the caller.
 *
 * @param {readonly string[]} argv
 * @param {{ readonly env: Readonly<Record<string, string>>, readonly cwd?: string, readonly log?: string, readonly limitMs?: number }} how
 * @returns {Ended}
 */
export function runProgram(argv, { env, cwd, log, limitMs = 20 * 60_000 }) {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('runProgram needs the name of a program');
  const sink = log === undefined ? null : openLog(log, argv);
  const ended = spawnSync(file, args, {
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: sink === null ? ['ignore', 'pipe', 'pipe'] : ['ignore', sink, sink],
    encoding: 'utf8',
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (sink !== null) closeSync(sink);
  const output = log === undefined ? `${ended.stdout ?? ''}${ended.stderr ?? ''}` : readFileSync(log, 'utf8');
  if (ended.error !== undefined) return { ok: false, problem: `${file}: ${ended.error.message}`, output };
  if (ended.signal !== null) return { ok: false, problem: `${file} was ended by ${ended.signal}`, output };
  if (ended.status !== 0) return { ok: false, problem: `${argv.join(' ')} ended with code ${ended.status}`, output };
  return { ok: true, output };
}

/**
 * The last `count` lines of what a program printed, for a message.
 *
 * @param {string} output
 * @param {number} count
 */
export function lastLines(output, count) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}

/**
 * @param {string} log
 * @param {readonly string[]} argv
 */
function openLog(log, argv) {
  mkdirSync(dirname(log), { recursive: true });
  const sink = openSync(log, 'w');
  writeSync(sink, `$ ${argv.join(' ')}\n`);
  return sink;
}
