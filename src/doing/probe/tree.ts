import { readFileSync } from 'node:fs';

const KIB_PER_MIB = 1024;

/**
 * Memory of a tree in MiB: the sum of the proportional set sizes (pages shared by n processes count 1/n for each). Processes
 * that have ended in between are left out; null where one that lives cannot be read, or none can, since a part is not a sum.
 */
export function pss(pids: readonly number[]): number | null {
  let sum = 0;
  let read = 0;
  for (const pid of pids) {
    const size = readProportional(pid);
    if (size === 'closed') return null;
    if (size === 'ended') continue;
    sum += size;
    read += 1;
  }
  return read === 0 ? null : sum;
}

function readProportional(pid: number): number | 'ended' | 'closed' {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ESRCH' ? 'ended' : 'closed';
  }
  const match = /^Pss:\s+(\d+) kB$/mu.exec(text);
  // A process without memory of its own (a defunct one) has an empty file.
  return match === null ? 'ended' : Number(match[1]) / KIB_PER_MIB;
}
