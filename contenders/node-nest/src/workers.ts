import cluster from 'node:cluster';
import { once } from 'node:events';
import { CONNECTIONS } from './settings.ts';

/** Starts so many workers and lets them listen only when all are ready, so that none gets a head start. */
export async function superviseWorkers(workers: number): Promise<void> {
  const running = Array.from({ length: workers }, (_, index) =>
    cluster.fork({ POOL_CONNECTIONS: Math.floor(CONNECTIONS / workers) + (index < CONNECTIONS % workers ? 1 : 0) }),
  );
  let stopping = false;
  cluster.on('exit', (worker, code, signal) => {
    if (!stopping) {
      // No silent restart: a crash is for the process manager to see, and a measurement must not hide it.
      console.error(`worker ${worker.process.pid} ended unasked (${signal ?? `exit code ${code}`}); stopping`);
      process.exit(1);
    }
    if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
  });
  onStopSignal(() => {
    stopping = true;
    for (const worker of running) worker.process.kill('SIGTERM');
  });
  await Promise.all(running.map((worker) => once(worker, 'message')));
  for (const worker of running) worker.send('listen');
}

/** In a worker: says that it is ready and resolves when all the others are. */
export async function waitForTheOthers(): Promise<void> {
  process.send?.('ready');
  await once(process, 'message');
}

/** Calls `act` at the first SIGTERM or SIGINT. A whole group and its parent may both be sent it: the second one changes nothing. */
export function onStopSignal(act: () => void): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (!stopping) act();
      stopping = true;
    });
  }
}
