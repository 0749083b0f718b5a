import { readFileSync } from 'node:fs';

const KIB_PER_MIB = 1024;

/**
 * Memory in MiB that a tree would take were it alone on the machine: what its processes have for themselves, pages that they share with
 * each other divided among them, and the largest set of file-backed pages (program, libraries) that one of them has mapped. The
 * proportional set size is not that: a page of a program that others run as well, and Bakeoff runs on the same Node.js as contenders
 * in it, counts for them in part only. Where processes of a tree run several programs, only the largest counts.
 *
 * Processes that have ended in between are left out; null where one that lives cannot be read, or none can, since a part is not a sum.
 */
export function treeMemory(pids: readonly number[]): number | null {
  let own = 0;
  let mapped = 0;
  let read = 0;
  for (const pid of pids) {
    const sizes = sizesOf(pid);
    if (sizes === 'closed') return null;
    if (sizes === 'ended') continue;
    own += sizes.ownKib;
    mapped = Math.max(mapped, sizes.mappedKib);
    read += 1;
  }
  return read === 0 ? null : (own + mapped) / KIB_PER_MIB;
}

interface Sizes {
  /** Of memory that no file stands behind, its proportional part. */
  readonly ownKib: number;
  /** Whole. */
  readonly mappedKib: number;
}

function sizesOf(pid: number): Sizes | 'ended' | 'closed' {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ESRCH' ? 'ended' : 'closed';
  }
  const [resident, anonymous, own] = [kibOf(text, 'Rss'), kibOf(text, 'Anonymous'), kibOf(text, 'Pss_Anon')];
  // A process without memory of its own (a defunct one) has an empty file.
  if (resident === null || anonymous === null) return 'ended';
  // Kernels before 5.9 do not divide it; then what forked processes share counts for each.
  return { ownKib: own ?? anonymous, mappedKib: resident - anonymous };
}

function kibOf(text: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
