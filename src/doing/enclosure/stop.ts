import { setTimeout as pause } from 'node:timers/promises';

import type { Exit } from './enclosure.ts';
import type { Hold } from './hold.ts';

const LOOK_EVERY_MS = 5;
/** A killed process leaves within milliseconds unless the kernel itself holds it (a dead disk); nobody can help that. */
const GIVE_UP_AFTER_MS = 30_000;

export interface Stopping {
  readonly hold: Hold;
  readonly exited: Promise<Exit>;
  readonly signal: () => void;
  readonly graceMs: number;
  /** Called once, when the tree is empty and its counters can still be read. */
  readonly beforeRemoval?: () => void;
}

/**
 * Ends a tree: SIGTERM to its first process, up to `graceMs` of waiting for that one, then the surely-killing way for all that
 * is left, again and again until nothing is. Resolves when the hold is removed. Throws where the kernel does not let a process go.
 */
export async function stopTree(stopping: Stopping): Promise<Exit> {
  const { hold, exited, graceMs } = stopping;
  if (graceMs > 0) {
    stopping.signal();
    const grace = new AbortController();
    await Promise.race([exited, pause(graceMs, undefined, { signal: grace.signal }).catch(() => undefined)]);
    grace.abort();
  }
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    if (hold.pids().length === 0) break;
    hold.kill();
    if (waited > GIVE_UP_AFTER_MS) {
      throw new Error(
        `processes ${hold.pids().join(', ')} were killed and are still there: the kernel does not let them go`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
  const exit = await exited;
  stopping.beforeRemoval?.();
  while (!hold.remove()) {
    hold.kill();
    await pause(LOOK_EVERY_MS);
  }
  return exit;
}
