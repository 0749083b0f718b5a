// Outlives Bakeoff when it is killed, and then removes what it left. It reads lines from standard input, the read end of a
// pipe that only Bakeoff writes to: `kind value…` announces a thing before it is made, `-kind value…` says that it is gone.
// The end of the pipe means that Bakeoff is dead, or closed and has left nothing. No import of ours and no event loop: it must
// start fast, cost nothing while it waits, and be right even when Bakeoff dies before it has read its first line.
import { existsSync, readFileSync, readSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const GIVE_UP_AFTER_MS = 20_000;
const LOOK_EVERY_MS = 5;
/** @type {Set<string>} */
const left = new Set();

readAll();
sweepAll();

function readAll() {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  for (;;) {
    const length = readSome(chunk);
    if (length === 0) return;
    text += chunk.toString('utf8', 0, length);
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('-')) left.delete(line.slice(1));
      else left.add(line);
    }
  }
}

/** @param {Buffer} chunk */
function readSome(chunk) {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error;
      pause(50);
    }
  }
}

function sweepAll() {
  const until = performance.now() + GIVE_UP_AFTER_MS;
  while (left.size > 0 && performance.now() < until) {
    for (const kind of ['group', 'marker', 'pid', 'leaf', 'directory']) {
      for (const line of left) {
        const [lineKind, value] = split(line);
        if (lineKind === kind && sweep(kind, value)) left.delete(line);
      }
      // A directory goes last, when nobody is left to write into it.
      if (kind === 'leaf' && [...left].some((line) => split(line)[0] !== 'directory')) break;
    }
    if (left.size > 0) pause(LOOK_EVERY_MS);
  }
}

/** @param {string} line @returns {[string, string]} */
function split(line) {
  const space = line.indexOf(' ');
  return [line.slice(0, space), line.slice(space + 1)];
}

/** One attempt; true when nothing of it is left. @param {string} kind @param {string} value */
function sweep(kind, value) {
  try {
    if (kind === 'group') return sweepGroup(value);
    if (kind === 'marker') return killAll(withMarker(value)) === 0;
    if (kind === 'pid') return killAll(stillThat(value)) === 0;
    if (kind === 'leaf') return leaveLeaf(value);
    rmSync(value, { recursive: true, force: true });
    return true;
  } catch {
    // Gone in between, or busy for a moment: the next attempt tells, and attempts are bounded.
    return false;
  }
}

/** @param {string} group */
function sweepGroup(group) {
  if (!existsSync(group)) return true;
  if (existsSync(join(group, 'cgroup.kill'))) writeFileSync(join(group, 'cgroup.kill'), '1');
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) sweepGroup(join(group, entry.name));
  }
  // A frozen process of the v1 freezer dies only once it is thawed.
  killAll(pidsOf(group));
  if (existsSync(join(group, 'freezer.state'))) writeFileSync(join(group, 'freezer.state'), 'THAWED');
  rmdirSync(group);
  return true;
}

/** @param {string} group */
function pidsOf(group) {
  const text = readFileSync(join(group, 'cgroup.procs'), 'latin1');
  return text.split('\n').filter(Boolean).map(Number);
}

/** @param {string} marker */
function withMarker(marker) {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => pid !== process.pid && read(`/proc/${pid}/environ`).includes(marker) && isRunning(pid));
}

/** @param {string} value */
function stillThat(value) {
  const [pid, startTicks] = value.split(' ');
  const number = Number(pid);
  return fields(number)[19] === startTicks && isRunning(number) ? [number] : [];
}

/** @param {number} pid */
function isRunning(pid) {
  const [state] = fields(pid);
  return state !== undefined && state !== '' && state !== 'Z' && state !== 'X';
}

/** The fields of `/proc/PID/stat` from the state on. @param {number} pid */
function fields(pid) {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** @param {readonly number[]} pids */
function killAll(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  return pids.length;
}

/** Leaves the group that we share with the dead Bakeoff, and removes it. @param {string} leaf */
function leaveLeaf(leaf) {
  if (!existsSync(leaf)) return true;
  const parent = dirname(leaf);
  const controllers = read(join(parent, 'cgroup.subtree_control')).trim().split(' ').filter(Boolean);
  for (const controller of controllers) writeFileSync(join(parent, 'cgroup.subtree_control'), `-${controller}`);
  writeFileSync(join(parent, 'cgroup.procs'), String(process.pid));
  rmdirSync(leaf);
  return true;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** @param {number} ms */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
