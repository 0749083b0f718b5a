import cluster from 'node:cluster';
import { once } from 'node:events';
import { serve as listen } from '@hono/node-server';
import { createApp } from './app.js';
import { bearerCheck } from './auth.js';
import { openUsers } from './users.js';

const CONNECTIONS = 10;
const KEEP_ALIVE_MS = 75_000;
const SHUTDOWN_MS = 1000;

function readSettings(env) {
  const cores = Number(env.CORES ?? '1');
  if (!Number.isInteger(cores) || cores < 1) throw new Error(`CORES must be a whole number from 1, not "${env.CORES}"`);
  if (env.DATABASE_URL && !env.JWT_SECRET) throw new Error('JWT_SECRET is missing: with DATABASE_URL it must be set');
  return {
    port: Number(env.PORT ?? '3000'),
    host: env.HOST ?? '127.0.0.1',
    // Each worker needs a connection of its own, so the pool bounds their number.
    workers: env.DATABASE_URL ? Math.min(cores, CONNECTIONS) : cores,
    databaseUrl: env.DATABASE_URL ?? null,
    jwtSecret: env.JWT_SECRET ?? null,
    jwtKey: env.JWT_KEY === 'string' ? 'string' : 'object',
    rules: env.VALIDATOR === 'ajv' ? './rules-ajv.js' : './rules-zod.js',
  };
}

/** Serves until SIGTERM or SIGINT. `whenOpen` runs between opening the database and listening. */
async function serve(settings, connections, whenOpen) {
  const { databaseUrl, jwtSecret, jwtKey, rules } = settings;
  const users = databaseUrl === null ? null : await openUsers(databaseUrl, connections);
  const verifiedEmail = jwtSecret === null ? null : bearerCheck(jwtSecret, jwtKey);
  // Only the validator that is used is loaded.
  const { validOrder } = await import(rules);
  const app = createApp({ users, verifiedEmail, validOrder });

  await whenOpen();
  const server = listen({
    fetch: app.fetch,
    port: settings.port,
    hostname: settings.host,
    serverOptions: {
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Longer than the keep-alive timeout, or a connection opened early and used late would be cut off.
      headersTimeout: KEEP_ALIVE_MS + 5000,
      requestTimeout: 120_000,
    },
  });
  await once(server, 'listening');
  onStopSignal(() => stop(server, users));
}

async function stop(server, users) {
  const closed = once(server, 'close');
  server.close();
  // Requests that still arrive on open connections are answered and end their connection.
  server.prependListener('request', (req, res) => res.setHeader('connection', 'close'));
  // close() ends the connections that are idle now; those that answer their last request later turn idle later.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
  await users?.close();
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
  await serve(settings, Number(process.env.POOL_CONNECTIONS), waitForTheOthers);
} else if (settings.workers > 1) {
  await superviseWorkers(settings);
} else {
  await serve(settings, CONNECTIONS, async () => {});
}
