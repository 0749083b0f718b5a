import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Rung } from '../../thinking/machine/machine.ts';
import { footCgroupHybrid } from './cgroup-hybrid.ts';
import { footCgroupV1 } from './cgroup-v1.ts';
import { footCgroupV2 } from './cgroup-v2.ts';
import { systemTool } from './command.ts';
import type { Enclosed, Isolation, Started } from './enclosure.ts';
import type { Footed, Footing, NewName } from './hold.ts';
import { Janitor } from './janitor.ts';
import { removeLeftovers } from './leftovers.ts';
import { ownerMark } from './owner.ts';
import { footPidNamespace } from './pid-namespace.ts';
import { footProcessGroup } from './process-group.ts';
import { startEnclosed } from './start.ts';
import type { StartMeans } from './start.ts';

export interface IsolationOptions {
  /** Id of the run; part of the name of every group and directory. */
  readonly run: string;
  /** Where temporary directories are made; the system's own place by default. */
  readonly tmp?: string;
  /** This rung or none, for tests and for comparisons across machines. */
  readonly force?: Rung;
}

/** A rung was forced that this machine does not allow. */
export class RungRefused extends Error {
  override readonly name = 'RungRefused';
  readonly rung: Rung;
  readonly reason: string;

  constructor(rung: Rung, reason: string) {
    super(
      `this machine does not allow the isolation ${rung}: ${reason}; leave the choice to Bakeoff or mend that first`,
    );
    this.rung = rung;
    this.reason = reason;
  }
}

/** Best first. */
const LADDER: readonly { readonly rung: Rung; readonly foot: (newName: NewName) => Footed }[] = [
  { rung: 'cgroup-v2', foot: footCgroupV2 },
  { rung: 'cgroup-hybrid', foot: footCgroupHybrid },
  { rung: 'cgroup-v1', foot: footCgroupV1 },
  { rung: 'pid-namespace', foot: footPidNamespace },
  { rung: 'process-group', foot: footProcessGroup },
];

const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+@-]{0,99}$/u;

/**
 * Finds the best rung of the isolation ladder that this machine allows, removes what dead runs left, and starts the janitor
 * that cleans up after us should we be killed. Throws `RungRefused` where a forced rung does not stand here.
 */
export async function openIsolation(options: IsolationOptions): Promise<Isolation> {
  requireSafeName(options.run);
  const temporary = options.tmp ?? tmpdir();
  await removeLeftovers(temporary);
  const owner = ownerMark();
  let made = 0;
  const newName: NewName = (name) => {
    made += 1;
    return `bakeoff-${options.run}-${requireSafeName(name)}.${owner}.${made.toString(36)}${randomBytes(2).toString('hex')}`;
  };
  const { footing, refused } = findFooting(newName, options.force);
  const janitor = new Janitor();
  for (const trace of footing.traces) janitor.announce(trace);
  const trees = new Set<Enclosed>();
  const starting = new Set<Promise<Started>>();
  const means: StartMeans = {
    footing,
    before: parentDeathSignal(),
    announce: (trace) => janitor.announce(trace),
    forget: (trace) => janitor.forget(trace),
    onGone: (enclosed) => trees.delete(enclosed),
  };
  const directories = temporaryDirectories(
    janitor,
    temporary,
    `bakeoff-${options.run}-${randomBytes(2).toString('hex')}.${owner}`,
  );
  let closed = false;
  return {
    rung: footing.rung,
    limits: footing.limits,
    refused,
    openFiles: openFilesLimit(),
    start: async (request) => {
      if (closed) throw new Error('the isolation is closed: nothing can be started in it any more');
      const start = startEnclosed(request, means);
      starting.add(start);
      const started = await start;
      starting.delete(start);
      if (started.ok) trees.add(started.value);
      return started;
    },
    temporaryDirectory: directories.make,
    close: async () => {
      closed = true;
      // What is just being started would else come to life after its end.
      for (const started of await Promise.all(starting)) if (started.ok) trees.add(started.value);
      await Promise.all([...trees].map((tree) => tree.stop(0)));
      directories.remove();
      footing.close();
      for (const trace of footing.traces) janitor.forget(trace);
      await janitor.close();
    },
  };
}

interface Found {
  readonly footing: Footing;
  /** Better rungs and why they do not stand here. */
  readonly refused: readonly { readonly rung: Rung; readonly reason: string }[];
}

function findFooting(newName: NewName, force: Rung | undefined): Found {
  const refused: { readonly rung: Rung; readonly reason: string }[] = [];
  for (const { rung, foot } of LADDER) {
    if (force !== undefined && force !== rung) continue;
    const footed = foot(newName);
    if (footed.ok) return { footing: footed.value, refused };
    if (force !== undefined) throw new RungRefused(rung, footed.reason);
    refused.push({ rung, reason: footed.reason });
  }
  throw new Error('no rung stands: the lowest one asks for nothing, so this is a fault of Bakeoff');
}

/** Kills the first process when the thread that started it ends, before even the janitor knows. Absent on old systems. */
function parentDeathSignal(): readonly string[] {
  const setpriv = systemTool('setpriv');
  if (setpriv === null) return [];
  const before = [setpriv, '--pdeathsig', 'KILL'];
  return spawnSync(setpriv, [...before.slice(1), '/bin/sh', '-c', 'exit 0']).status === 0 ? before : [];
}

/** The hard limit of open files, which every tree gets as its limit; null where there is none. */
function openFilesLimit(): number | null {
  const match = /^Max open files\s+\S+\s+(\d+)/mu.exec(readFileSync('/proc/self/limits', 'latin1'));
  return match === null ? null : Number(match[1]);
}

/** One directory a run, made when first needed, and one in it for each name. */
function temporaryDirectories(
  janitor: Janitor,
  parent: string,
  name: string,
): { readonly make: (name: string) => string; readonly remove: () => void } {
  const root = join(parent, name);
  let isMade = false;
  let made = 0;
  return {
    make: (purpose) => {
      if (!isMade) {
        janitor.announce({ kind: 'directory', path: root });
        // Others may pass through but not list: a database may run as a user of its own.
        mkdirSync(root, { mode: 0o711 });
        isMade = true;
      }
      made += 1;
      const directory = join(root, `${requireSafeName(purpose)}-${made}`);
      mkdirSync(directory);
      return directory;
    },
    remove: () => {
      if (!isMade) return;
      rmSync(root, { recursive: true, force: true });
      janitor.forget({ kind: 'directory', path: root });
    },
  };
}

function requireSafeName(name: string): string {
  if (SAFE_NAME.test(name)) return name;
  throw new Error(
    `${JSON.stringify(name)} cannot name a group: letters, digits and . _ + @ - only, at most 100, a letter or digit first`,
  );
}
