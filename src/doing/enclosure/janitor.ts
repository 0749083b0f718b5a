import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

import type { Trace } from './hold.ts';

const PROGRAM = fileURLToPath(new URL('janitor-process.mjs', import.meta.url));
/** A janitor that keeps dying is being killed by somebody; we do not fight him. */
const MOST_RESTARTS = 3;

/**
 * A process of its own session that learns from the end of its pipe that we are gone, and removes what we announced to it.
 * A line is in the kernel's hands when `announce` returns: the runtime writes at once where its queue is empty, and the lines
 * are far smaller than the pipe. So the SIGKILL that ends us cannot swallow it.
 */
export class Janitor {
  readonly #left = new Set<string>();
  #process: ChildProcess;
  #restarts = 0;
  #closing = false;

  constructor() {
    this.#process = this.#start();
  }

  /** Its pid, for those who must tell it from a survivor. */
  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  /** To be called before the thing is made. */
  announce(trace: Trace): void {
    const line = lineOf(trace);
    this.#left.add(line);
    this.#write(line);
  }

  /** To be called once it is gone. */
  forget(trace: Trace): void {
    const line = lineOf(trace);
    if (this.#left.delete(line)) this.#write(`-${line}`);
  }

  /** Ends the janitor, which removes whatever was not forgotten; resolves when it is gone itself. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.ref();
    child.stdin?.end();
    await exit;
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, [PROGRAM], {
      cwd: '/',
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    child.stdin?.on('error', () => undefined);
    child.once('error', (error) => {
      throw new Error('cannot start the janitor, the process that cleans up if Bakeoff is killed', { cause: error });
    });
    child.once('exit', () => {
      if (this.#closing || this.#restarts >= MOST_RESTARTS) return;
      this.#restarts += 1;
      this.#process = this.#start();
      for (const line of this.#left) this.#write(line);
    });
    // It must not keep our event loop alive: its work begins when we end.
    child.unref();
    if (child.stdin instanceof Socket) child.stdin.unref();
    return child;
  }

  #write(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }
}

function lineOf(trace: Trace): string {
  const line = textOf(trace);
  if (line.includes('\n'))
    throw new Error(`a name with a line end cannot be cleaned up after: ${JSON.stringify(line)}`);
  return line;
}

function textOf(trace: Trace): string {
  switch (trace.kind) {
    case 'group':
    case 'directory':
    case 'leaf':
      return `${trace.kind} ${trace.path}`;
    case 'pid':
      return `pid ${trace.pid} ${trace.startTicks}`;
    case 'marker':
      return `marker ${trace.text}`;
  }
}
