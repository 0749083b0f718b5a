import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Enclosed, EnclosureRequest, Exit } from '../../src/doing/enclosure/enclosure.ts';
import { openIsolation } from '../../src/doing/enclosure/isolation.ts';
import { cloneAt } from '../../setup/clone.mjs';
import { isLoadgenSettled, loadgenPath, settleLoadgen } from '../../setup/loadgen.mjs';
import { findRust } from '../../setup/toolchains.mjs';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A generator's run, seen from outside: what it printed and what its whole process tree cost. */
export interface Ran {
  readonly exit: Exit;
  readonly output: string;
  /** What it printed last, standard error included; for messages. */
  readonly lastLines: readonly string[];
  /** User and system time of the tree, ended processes included, from its start to its end. */
  readonly cpuSeconds: number;
  /** Null: not known on this machine. */
  readonly peakMiB: number | null;
}

export interface Server {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  stop(): Promise<void>;
}

/** Where servers and generators run: each in an enclosure that surely ends, on the cores it is given. */
export interface Arena {
  readonly loadgen: string;
  /** The rung of isolation, which is what counts the CPU time. */
  readonly rung: string;
  /** For reports, targets and scripts; gone at the end. */
  readonly directory: string;
  nullServer(options: readonly string[], cores: readonly number[]): Promise<Server>;
  run(argv: readonly [string, ...string[]], cores: readonly number[] | null): Promise<Ran>;
  close(): Promise<void>;
}

const listening = z.object({ event: z.literal('listening'), address: z.string() });

/** GNU time, for the most memory a process had resident; its CPU times are too coarse to be used. */
const TIME = '/usr/bin/time';
const LISTENING_WITHIN_MS = 10_000;
/** No run of a bench or a proof is planned for longer than a third of this. */
const LONGEST_RUN_MS = 180_000;

/** Builds loadgen where its sources are newer than the program. */
export async function openArena(purpose: string): Promise<Arena> {
  const clone = cloneAt(ROOT, process.env);
  const missing = isLoadgenSettled(clone) ? null : settleLoadgen(clone, findRust(clone)?.path ?? null);
  if (missing !== null) throw new Error(`missing: ${missing.what}; to get it: ${missing.command}`);
  const isolation = await openIsolation({ run: purpose });
  const directory = isolation.temporaryDirectory(purpose);
  const env = { PATH: clone.env['PATH'] ?? '', HOME: clone.env['HOME'] ?? directory };
  const start = async (wanted: Pick<EnclosureRequest, 'name' | 'argv' | 'cores' | 'onLine'>): Promise<Enclosed> => {
    const unlimited = { cwd: directory, env, memoryMiB: null, pids: null, stdin: 'none' } as const;
    const started = await isolation.start({ ...wanted, ...unlimited });
    if (!started.ok) throw new Error(`${started.problem.command} did not start: ${started.problem.reason}`);
    return started.value;
  };
  return {
    loadgen: loadgenPath(clone),
    rung: isolation.rung,
    directory,
    nullServer: async (options, cores) => {
      const heard = Promise.withResolvers<string | null>();
      const argv = [loadgenPath(clone), 'null-server', ...options, '--cores', cores.join(',')] as const;
      const onLine = (line: string): void => heard.resolve(listening.parse(JSON.parse(line)).address);
      const server = await start({ name: 'null-server', argv, cores, onLine });
      const timer = setTimeout(() => heard.resolve(null), LISTENING_WITHIN_MS);
      const address = await Promise.race([heard.promise, server.exited.then(() => null)]);
      clearTimeout(timer);
      const stop = async (): Promise<void> => {
        await server.stop(0);
      };
      if (address !== null) return { url: `http://${address}/`, stop };
      await stop();
      throw new Error(`the null server did not listen: ${server.lastLines().join('; ')}`);
    },
    run: async (argv, cores) => {
      const told = join(directory, 'peak-memory');
      rmSync(told, { force: true });
      const measured = existsSync(TIME) ? ([TIME, '-q', '-f', '%M', '-o', told, ...argv] as const) : argv;
      const lines: string[] = [];
      const generator = await start({ name: 'generator', argv: measured, cores, onLine: (line) => lines.push(line) });
      const timer = setTimeout(() => void generator.stop(0), LONGEST_RUN_MS);
      const exit = await generator.exited;
      clearTimeout(timer);
      const cpuSeconds = generator.cpuSeconds();
      await generator.stop(0);
      const peakMiB = measured === argv ? null : peakIn(told);
      return { exit, output: lines.join('\n'), lastLines: generator.lastLines(), cpuSeconds, peakMiB };
    },
    close: () => isolation.close(),
  };
}

function peakIn(path: string): number | null {
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return /^\d+$/u.test(text) ? Number(text) / 1024 : null;
}
