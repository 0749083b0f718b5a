import { readlinkSync } from 'node:fs';

import { isAlive, readProcess } from '../probe/processes.ts';

/**
 * Who made a group or directory, written into its name: `bakeoff-<run>-<name>.p<pid>.<start>.<namespace>`, numbers in base 36.
 * A name cannot be lost apart from the thing it names, as a file beside it could. The start time tells a pid from a later
 * process of the same number, and the PID namespace keeps two containers with one /tmp from taking each other's for dead.
 */
const OWNED = /^bakeoff-.+\.p([0-9a-z]+)\.([0-9a-z]+)\.([0-9a-z]+)(?:\.[0-9a-z]+)?$/u;

/** The mark of this process. */
export function ownerMark(): string {
  const self = readProcess(process.pid);
  if (self === null) throw new Error('cannot read /proc/self/stat: Bakeoff needs a mounted /proc');
  return `p${self.pid.toString(36)}.${self.startTicks.toString(36)}.${pidNamespace()}`;
}

/** True where the name carries the mark of a process of this PID namespace that no longer runs. */
export function isOrphaned(name: string): boolean {
  const match = OWNED.exec(name);
  if (match === null) return false;
  const [, pid = '', start = '', namespace = ''] = match;
  return namespace === pidNamespace() && !isAlive(Number.parseInt(pid, 36), Number.parseInt(start, 36));
}

function pidNamespace(): string {
  const link = readlinkSync('/proc/self/ns/pid');
  return Number(link.replaceAll(/\D/gu, '')).toString(36);
}
