import { spawn, type ChildProcess } from 'node:child_process';
import { onCores } from '../../../src/doing/enclosure/process-tree.ts';

/** Ends by itself, should its starter be killed: no round takes as long. */
const BUSY = 'const until = Date.now() + 15_000; while (Date.now() < until);';

/** A process that uses all it can get of some cores, until it is ended. */
export class Neighbour {
  #child: ChildProcess | null = null;

  start(cores: readonly number[]): void {
    const pinned = onCores(cores);
    if (pinned.length === 0) throw new Error('taskset is needed to put a neighbour on a core (package util-linux)');
    const [program, ...args] = [...pinned, process.execPath, '-e', BUSY];
    this.end();
    this.#child = spawn(program, args, { stdio: 'ignore' });
  }

  /** By its pid; nothing where none runs. */
  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}
