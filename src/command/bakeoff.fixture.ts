import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { processesNaming } from '../../setup/survivors.mjs';
import { ROOT } from './product.ts';

/** The launcher, as a user of the clone starts it. */
export const BAKEOFF = join(ROOT, 'bakeoff');

/** How a program ended, and all it said. */
export interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A program that was started; `said` gives the match of a word on standard error, and throws where it ends without it. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  said(word: string | RegExp): Promise<string>;
  /** What it said on standard error so far. */
  heard(): string;
}

export interface Launch {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a program in a process group of its own, as a terminal does. */
export function launch(argv: readonly [string, ...string[]], { cwd, env }: Launch): Started {
  const [program, ...args] = argv;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const said = async (word: string | RegExp): Promise<string> => {
    const match = (): string | null => {
      if (typeof word === 'string') return err.includes(word) ? word : null;
      return word.exec(err)?.[0] ?? null;
    };
    const heard = new Promise<string>((resolve) => {
      const listener = (): void => {
        const found = match();
        if (found !== null) resolve(found);
      };
      listeners.add(listener);
      listener();
    });
    const silent = ended.then((): string => {
      const found = match();
      if (found === null) throw new Error(`it ended without saying ${String(word)}:\n${err}`);
      return found;
    });
    return Promise.race([heard, silent]);
  };
  return { child, ended, said, heard: () => err };
}

/** A folder of its own for one test file: work, temporary files and stores; `remove` takes it away. */
export function makePlace(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `bakeoff-${name}-`));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: temporary };
  const at: Launch = { cwd: folder, env };
  const start = (...args: readonly string[]): Started => launch([BAKEOFF, ...args], at);
  return {
    folder,
    temporary,
    env,
    at,
    start,
    run: (...args: readonly string[]): Promise<Ended> => start(...args).ended,
    /** The same for what measures: the machine is one run's at a time, so it waits while another one has it. */
    startMeasuring: (...args: readonly string[]): Promise<Started> => onceFree(() => start(...args)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Place = ReturnType<typeof makePlace>;

const REFUSED = 'is measuring on this machine';

/** Starts what `begin` starts until the machine is not another run's. */
export async function onceFree(begin: () => Started): Promise<Started> {
  for (;;) {
    const started = begin();
    // What the launcher says of its set-up comes before any word of the program.
    await started.said(/^(?!set-up)\S[^\n]*\n/mu);
    if (!started.heard().includes(REFUSED)) return started;
    await started.ended;
    await sleep(500);
  }
}

/** What is left of a program started in `place`: processes, control groups and temporary files; waits at most `withinMs` for none. */
export async function leftOf(place: Place, pid: number | undefined, withinMs = 2000): Promise<readonly string[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = [
      ...processesNaming(place.folder).map(({ pid: id, command }) => `process ${id} ${command}`),
      ...groupsOf(pid).map((group) => `group ${group}`),
      ...readdirSync(place.temporary).map((file) => `file ${file}`),
    ];
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(50);
  }
}

/** Control groups named after the process that made them. */
function groupsOf(pid: number | undefined, place = '/sys/fs/cgroup', depth = 4): readonly string[] {
  if (depth === 0 || pid === undefined || !existsSync(place)) return [];
  const owner = `.p${pid.toString(36)}.`;
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      if (name.startsWith('bakeoff-')) return name.includes(owner) ? [join(place, name)] : [];
      return groupsOf(pid, join(place, name), depth - 1);
    });
}

/** A sealed round as the ledger keeps it. */
export interface Sealed {
  readonly block: number;
  readonly entry: string;
  readonly kind: string;
  /** Fingerprint of the requests of its steady phase; null where it has no measurement. */
  readonly draws: string | null;
}

/** The sealed rounds in a store, in the order they were sealed. */
export function sealedIn(store: string): readonly Sealed[] {
  const file = join(store, 'ledger.db');
  if (!existsSync(file)) return [];
  const ledger = new DatabaseSync(file, { readOnly: true });
  try {
    return ledger
      .prepare(
        `SELECT block, entry, outcome ->> 'kind' AS kind, outcome ->> '$.measurement.steady.draws' AS draws
         FROM round WHERE outcome IS NOT NULL ORDER BY id`,
      )
      .all()
      .map(({ block, entry, kind, draws }) => ({
        block: Number(block),
        entry: String(entry),
        kind: String(kind),
        draws: typeof draws === 'string' ? draws : null,
      }));
  } finally {
    ledger.close();
  }
}
