import cluster from 'node:cluster';
import { once } from 'node:events';
import { createApp } from './app.js';
import { openTokens } from './auth.js';
import { openCache } from './cache.js';
import { openDuplicateThreads } from './duplicate-threads.js';
import { registerOverLine, serveRegister } from './room-line.js';
import { openRegister } from './room-register.js';
import { openRooms } from './rooms.js';
import { readSettings, shareOf } from './settings.js';
import { openShop } from './shop.js';
import { openStockroom } from './stockroom.js';
import { openUsers } from './users.js';

const SHUTDOWN_MS = 1000;

/** Opens what the settings ask for; what they do not ask for is null. Each process has all of it for itself. */
async function openParts(settings, place) {
  const { users, shop, tokens, cpuWorkers, cacheEntries, upstreamUrl, upstreamPatienceMs, workers } = settings;
  const threads = cpuWorkers === null ? null : await openDuplicateThreads(cpuWorkers, endWith);
  return {
    users: users === null ? null : await openUsers(users, shareOf(users.connections, workers, place)),
    verifiedEmail: tokens === null ? null : await openTokens(tokens),
    findDuplicates: threads?.find,
    cache: cacheEntries === null ? null : openCache(cacheEntries),
    stockroom: upstreamUrl === null ? null : openStockroom(upstreamUrl, upstreamPatienceMs),
    shop: shop === null ? null : await openShop(shop.url, shareOf(shop.connections, workers, place)),
  };
}

// No silent restart: a crash is for the process manager to see, and a measurement must not hide it.
function endWith(reason) {
  console.error(reason);
  process.exit(1);
}

/** Serves until SIGTERM or SIGINT, at a place among the workers. `whenOpen` runs when all parts are open. */
async function serve(settings, place, register, whenOpen) {
  const parts = await openParts(settings, place);
  const app = createApp({ ...parts, rooms: openRooms(register) });

  await whenOpen();
  await app.listen({ port: settings.port, host: settings.host });
  onStopSignal(() => stop(app, parts));
}

async function stop(app, { users, shop }) {
  // close() ends the connections that are idle now; those that answer their last request later turn idle later.
  setInterval(() => app.server.closeIdleConnections(), 50);
  // What is left then is cut off with the process. The database undoes what it has open, which a pool would wait for.
  setTimeout(() => process.exit(0), SHUTDOWN_MS);
  await app.close();
  await Promise.all([users?.close(), shop?.close()]);
  process.exit(0);
}

// A whole group and its parent may both be sent the signal: the second one changes nothing.
function onStopSignal(act) {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (!stopping) act();
      stopping = true;
    });
  }
}

/** Starts one worker per core and lets them listen only when all are ready, so that none gets a head start. */
async function superviseWorkers({ workers }) {
  const running = Array.from({ length: workers }, (_, place) => cluster.fork({ WORKER_PLACE: place }));
  serveRegister(openRegister(), running);
  let stopping = false;
  cluster.on('exit', (worker, code, signal) => {
    if (!stopping) {
      endWith(`worker ${worker.process.pid} ended unasked (${signal ?? `exit code ${code}`}); stopping`);
    }
    if (Object.keys(cluster.workers).length === 0) process.exit(0);
  });
  onStopSignal(() => {
    stopping = true;
    for (const worker of running) worker.process.kill('SIGTERM');
  });
  await Promise.all(running.map((worker) => once(worker, 'message')));
  for (const worker of running) worker.send('listen');
}

async function waitForTheOthers() {
  process.send('ready');
  await once(process, 'message');
}

const settings = readSettings(process.env);
if (cluster.isWorker) {
  await serve(settings, Number(process.env.WORKER_PLACE), registerOverLine(process), waitForTheOthers);
} else if (settings.workers > 1) {
  await superviseWorkers(settings);
} else {
  await serve(settings, 0, openRegister(), async () => {});
}
