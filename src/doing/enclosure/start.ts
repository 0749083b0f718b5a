import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

import { readProcess } from '../probe/processes.ts';
import { whyNotStartable } from './command.ts';
import type { Enclosed, EnclosureRequest, Exit, Started } from './enclosure.ts';
import { ENTER, ENTERED } from './entering.ts';
import type { Footing, Hold, Trace } from './hold.ts';
import { LastLines } from './last-lines.ts';
import { LineSplitter } from './line-splitter.ts';
import { stopTree } from './stop.ts';

/** A shell's code for a command that could not be run. */
const NOT_SPAWNED = 126;
/** Output that has said nothing for so long, after the end of its program, has nothing left to say. */
const SILENCE_MS = 60;
/** Longest wait for the end of the output of a tree of which nothing is left: only a process outside it can still hold a pipe. */
const UNREAD_MS = 2000;

/** What starting needs besides the request. */
export interface StartMeans {
  readonly footing: Footing;
  /** Tools put before every command, such as the parent-death signal. */
  readonly before: readonly string[];
  readonly announce: (trace: Trace) => void;
  readonly forget: (trace: Trace) => void;
  /** Called when nothing of the tree is left. */
  readonly onGone: (enclosed: Enclosed) => void;
}

/** Starts a command inside a hold of its own; resolves once it is inside, or with the reason why it could not be. */
export async function startEnclosed(request: EnclosureRequest, means: StartMeans): Promise<Started> {
  const [program] = request.argv;
  const reason = whyNotStartable(program, request.cwd, request.env['PATH']);
  if (reason !== null) return failed(request, reason);
  const hold = means.footing.hold(request);
  for (const trace of hold.traces) means.announce(trace);
  const discard = (): void => {
    hold.remove();
    for (const trace of hold.traces) means.forget(trace);
  };
  try {
    hold.make();
  } catch (error) {
    discard();
    return failed(request, error instanceof Error ? error.message : String(error));
  }
  const child = spawnInto(hold, request, means.before);
  const last = new LastLines();
  readOutput(child, request, last);
  const exited = exitOf(child, hold, request);
  const entry = await entryOf(child);
  if (child.pid === undefined || !entry.entered) {
    await stopTree({ hold, exited, signal: () => undefined, graceMs: 0 });
    discard();
    return failed(request, entry.reason || last.read().join('; ') || 'it ended before it was inside its enclosure');
  }
  return { ok: true, value: enclosedOf(child, child.pid, { request, means, hold, last, exited }) };
}

function failed(request: EnclosureRequest, reason: string): Started {
  return { ok: false, problem: { kind: 'start-failed', command: request.argv.join(' '), reason } };
}

function spawnInto(hold: Hold, request: EnclosureRequest, before: readonly string[]): ChildProcess {
  const command = [...before, ...hold.wrap(request.argv)];
  const say = hold.hasInit ? 'quiet' : 'say';
  const child = spawn('/bin/sh', ['-c', ENTER, 'sh', String(hold.groups.length), say, ...hold.groups, ...command], {
    cwd: request.cwd,
    env: { ...request.env, ...hold.env },
    stdio: [request.stdin === 'pipe' ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
    // A session of its own: Ctrl-C in the terminal is for us, and we end the tree in our order.
    detached: true,
  });
  if (child.pid !== undefined) hold.rooted(child.pid);
  // Writing to a program that has ended is no error of ours; its exit says what happened.
  child.stdin?.on('error', () => undefined);
  return child;
}

function readOutput(child: ChildProcess, request: EnclosureRequest, last: LastLines): void {
  const { onLine } = request;
  if (onLine === null) child.stdout?.on('data', (chunk: Buffer) => last.take('stdout', chunk));
  else {
    const splitter = new LineSplitter(onLine, (bytes) => last.note(`[a line of ${bytes} bytes was dropped]`));
    child.stdout?.on('data', (chunk: Buffer) => splitter.take(chunk));
    child.stdout?.on('end', () => splitter.end());
  }
  child.stderr?.on('data', (chunk: Buffer) => last.take('stderr', chunk));
  const { hears } = request;
  if (hears === undefined || hears === null) return;
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = new LineSplitter(hears, () => undefined);
    stream?.on('data', (chunk: Buffer) => splitter.take(chunk));
  }
}

/** Resolves when the first process has ended, or could not even be spawned, and what it printed last has been read. */
function exitOf(child: ChildProcess, hold: Hold, request: EnclosureRequest): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ kind: 'code', code: NOT_SPAWNED }));
    child.once('exit', (code, ended) => {
      const exit = exitFrom(code, ended, hold, request);
      lastWords(child, () => resolve(exit));
    });
  });
}

/**
 * Calls back when the output has been read to its end, or when it stays silent: others of the tree may hold the pipes open
 * for ever. The immediate lets waiting output be read first, should our own event loop be the one that was late.
 */
function lastWords(child: ChildProcess, then: () => void): void {
  let heard = true;
  const hear = (): void => {
    heard = true;
  };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
  const look = (): void => {
    if (!heard) then();
    heard = false;
  };
  const timer = setInterval(() => setImmediate(look), SILENCE_MS);
  child.once('close', () => {
    clearInterval(timer);
    then();
  });
  timer.unref();
}

function exitFrom(code: number | null, ended: string | null, hold: Hold, request: EnclosureRequest): Exit {
  const signal = ended ?? (hold.hasInit ? signalBehind(code) : null);
  // A shell that ran the killed command ends with 137 itself.
  const killed = signal === 'SIGKILL' || code === 137;
  if (killed && request.memoryMiB !== null && hold.outOfMemory()) {
    return { kind: 'out-of-memory', limitMiB: request.memoryMiB };
  }
  return signal === null ? { kind: 'code', code: code ?? NOT_SPAWNED } : { kind: 'signal', signal };
}

/** The signal that a shell's exit code stands for, or null. A command that ends by itself with such a code is taken for it. */
function signalBehind(code: number | null): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => code === 128 + number);
  return found?.[0] ?? null;
}

/** Reads descriptor 3 until the tree has said that it entered, or has ended without saying so. */
function entryOf(child: ChildProcess): Promise<{ readonly entered: boolean; readonly reason: string }> {
  const report = child.stdio[3];
  return new Promise((resolve) => {
    let said = '';
    child.once('error', (error) => resolve({ entered: false, reason: error.message }));
    if (!(report instanceof Readable)) return;
    report.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (!said.endsWith(ENTERED)) return;
      resolve({ entered: true, reason: '' });
      report.destroy();
    });
    report.once('end', () => resolve({ entered: false, reason: said.trim() }));
  });
}

interface Parts {
  readonly request: EnclosureRequest;
  readonly means: StartMeans;
  readonly hold: Hold;
  readonly last: LastLines;
  readonly exited: Promise<Exit>;
}

function enclosedOf(child: ChildProcess, pid: number, parts: Parts): Enclosed {
  const { request, means, hold, last, exited } = parts;
  const root = readProcess(pid);
  const trace: Trace | null = root === null ? null : { kind: 'pid', pid, startTicks: root.startTicks };
  if (trace !== null) means.announce(trace);
  let running = true;
  const ended = (): void => {
    running = false;
    if (trace !== null) means.forget(trace);
  };
  void exited.then(ended);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let cpuAtEnd: number | null = null;
  let stopping: Promise<Exit> | null = null;
  const signal = (): void => {
    const first = hold.firstPid();
    if (!running || first === null) return;
    try {
      process.kill(first, 'SIGTERM');
    } catch (error) {
      // It ended between the look and the signal: what was asked for has happened.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const stop = async (graceMs: number): Promise<Exit> => {
    const end = await stopTree({ hold, exited, signal, graceMs, beforeRemoval: () => (cpuAtEnd = hold.cpuSeconds()) });
    await Promise.race([closed, pause(UNREAD_MS, undefined, { ref: false })]);
    for (const stream of child.stdio) stream?.destroy();
    for (const left of hold.traces) means.forget(left);
    means.onGone(enclosed);
    return end;
  };
  const enclosed: Enclosed = {
    pid: hold.firstPid() ?? pid,
    rung: means.footing.rung,
    exited,
    pids: () => (cpuAtEnd === null ? hold.pids() : []),
    cpuSeconds: () => cpuAtEnd ?? hold.cpuSeconds(),
    lastLines: () => last.read(),
    printed: () => last.bytes,
    write: (line) => {
      if (child.stdin === null) throw new Error(`${request.name} was started without standard input`);
      child.stdin.write(`${line}\n`);
    },
    stop: (graceMs) => (stopping ??= stop(graceMs)),
  };
  return enclosed;
}
