import type { RunEvent, RunMeans } from '../doing/run/run.ts';
import type { Store } from './store.ts';
import type { Tools } from './tools.ts';
import type { World } from './world.ts';

/** The world as a command meets it, in the form in which a run does. */
export function meansOf(store: Store, tools: Tools, world: World, tell: (event: RunEvent) => void): RunMeans {
  return {
    ledger: store.ledger,
    loadgen: tools.loadgen,
    mysql: tools.mariadb,
    stamps: store.stamps,
    environment: world.env,
    clock: world.clock,
    now: world.now,
    signal: world.stop.signal,
    tell,
  };
}
