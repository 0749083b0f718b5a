import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readIfThere } from './stamp.mjs';

// Two set-ups of one clone wait for each other. Owners draw numbers: whoever creates `lock.<n+1>` after seeing that the
// highest number, n, belongs to a dead process holds the lock, and gives it back by removing its own file. Files of the dead
// stay. So two who saw the same dead owner try the same number and one fails; with a single file, the second would remove
// the first one's fresh lock.

/**
 * Runs `work` while holding the lock of `folder`; waits while a living process holds it.
 *
 * @template T
 * @param {string} folder
 * @param {(owner: number) => void} onWait  told once, with the process waited for
 * @param {() => T} work
 * @returns {T}
 */
export function withLock(folder, onWait, work) {
  mkdirSync(folder, { recursive: true });
  let told = false;
  for (;;) {
    const number = newest(folder);
    const taken = join(folder, `lock.${number}`);
    const owner = number === 0 ? null : ownerOf(taken);
    if (owner !== null && isAlive(owner)) {
      if (!told) onWait(owner.pid);
      told = true;
      pause(100);
      continue;
    }
    // Seen again after its owner was seen dead, the file stays for good. Gone, its owner gave the number back just now, and
    // the next number is not ours to take.
    if (number !== 0 && !existsSync(taken)) continue;
    const mine = join(folder, `lock.${number + 1}`);
    if (!claim(mine)) continue;
    try {
      return work();
    } finally {
      rmSync(mine, { force: true });
    }
  }
}

/** The highest number drawn, 0 if none. @param {string} folder */
function newest(folder) {
  const numbers = readdirSync(folder).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  return Math.max(0, ...numbers.map(Number));
}

/**
 * Who wrote a lock file; null if the file is gone.
 *
 * @param {string} path
 * @returns {{ pid: number, born: string } | null}
 */
function ownerOf(path) {
  const text = readIfThere(path);
  if (text === null) return null;
  const [pid, born] = text.split(' ');
  return { pid: Number(pid), born: born ?? '' };
}

/** Creates the lock file with its content in one step; false if the number is taken. @param {string} path */
function claim(path) {
  const draft = `${path}.draft-${process.pid}`;
  writeFileSync(draft, `${process.pid} ${birthOf(process.pid) ?? ''}`);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Whether the process that wrote the lock still runs. Its number may have gone to another since, which was born later; and
 * the dead keep theirs until somebody waits for them, which in a container may take long.
 *
 * @param {{ pid: number, born: string }} owner
 */
function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const life = lifeOf(pid);
  if (life === null) return true;
  return !life.isOver && (born === '' || life.born === born);
}

/** When a process began: the boot's id and the kernel's ticks since; null where there is no /proc. @param {number} pid */
function birthOf(pid) {
  return lifeOf(pid)?.born ?? null;
}

/** @param {number} pid @returns {{ born: string, isOver: boolean } | null} */
function lifeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { born: `${boot}:${fields[19] ?? ''}`, isOver: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return null; // No /proc on this system, or the process ended just now: kill(pid, 0) alone decides.
  }
}

/** @param {number} ms */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
