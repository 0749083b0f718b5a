import { spawn } from 'node:child_process';
import type { End, Ran } from './outcome.ts';

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** What is kept of each stream; a stack trace of a million frames would be of no use to anybody. */
const KEPT = 4_000_000;

/** What hangs must not outlive us, whatever ends us short of SIGKILL. */
const running = new Set<number>();
process.once('exit', () => running.forEach(killGroup));

/** Runs a program in a process group of its own, which is killed when its time is up and when it has ended. */
export function runBounded(
  { argv, cwd }: Command,
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<Ran> {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError('a command needs a program');
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    if (child.pid !== undefined) running.add(child.pid);
    const kept = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (kept[name].length < KEPT) kept[name] += text;
      });
    }
    let isCutOff = false;
    const timer = setTimeout(() => {
      isCutOff = true;
      killGroup(child.pid);
    }, limitMs);
    child.once('error', reject);
    child.once('exit', () => killGroup(child.pid));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (child.pid !== undefined) running.delete(child.pid);
      resolve({ end: endOf(isCutOff, code, signal, limitMs), ...kept });
    });
  });
}

function endOf(isCutOff: boolean, code: number | null, signal: string | null, limitMs: number): End {
  if (isCutOff) return { kind: 'cut off', afterMs: limitMs };
  return code === null ? { kind: 'signal', signal: signal ?? 'a signal' } : { kind: 'ended', code };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left, which is what was wanted.
  }
}
