import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** A run as a user starts it. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly messages: string;
}

/** Starts `bakeoff` with its own arguments; the launcher execs, so the child's pid is the program's. */
export function startBakeoff(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Started {
  const child = spawn(join(ROOT, 'bakeoff'), args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, messages }));
  });
  return { child, ended };
}

/** The parts of `bakeoff/result@1` that the proofs look at. */
export interface Result {
  readonly run: string;
  readonly complete: boolean;
  readonly blocks: { readonly planned: number; readonly done: number; readonly void: number };
  readonly refused: { readonly kind: string; readonly reason: string } | null;
  readonly verdicts: readonly {
    readonly metric: string;
    readonly contender: string;
    readonly against: string;
    readonly verdict: string;
    readonly ratio: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly reason: string;
  }[];
  readonly summaries: readonly {
    readonly contender: string;
    readonly metric: string;
    readonly median: number | null;
  }[];
}

/** Reads the result document; the run's own messages where there is none. */
export function resultOf({ code, output, messages }: Ended): Result {
  if (output.trim() === '') throw new Error(`no result, exit code ${code}:\n${messages.slice(-2000)}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against its schema in the smoke run
  return JSON.parse(output) as Result;
}

/** One line of a proof: what was looked at, what was seen, whether it is as it should be. */
export function say(ok: boolean, what: string): boolean {
  process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${what}\n`);
  return ok;
}
