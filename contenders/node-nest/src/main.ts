import cluster from 'node:cluster';
import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.ts';
import { CONNECTIONS, readSettings, type Settings } from './settings.ts';
import { onStopSignal, superviseWorkers, waitForTheOthers } from './workers.ts';

const SHUTDOWN_MS = 1000;

/** Serves until SIGTERM or SIGINT. `whenOpen` runs between opening the database and listening. */
async function serve(settings: Settings, connections: number, whenOpen: () => Promise<void>): Promise<void> {
  const app = await createApp(settings, connections);
  await whenOpen();
  await app.listen(settings.port, settings.host);
  onStopSignal(() => void stop(app));
}

// Nest's own shutdown hooks would end the process by the signal; here a stop that was asked for ends with 0.
async function stop(app: NestFastifyApplication): Promise<void> {
  const server: Server = app.getHttpServer();
  // close() ends the connections that are idle now; those that answer their last request later turn idle later.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
  await app.close();
  clearInterval(sweep);
  clearTimeout(deadline);
  process.exit(0);
}

const settings = readSettings(process.env);
if (cluster.isWorker) {
  await serve(settings, Number(process.env['POOL_CONNECTIONS']), waitForTheOthers);
} else if (settings.workers > 1) {
  await superviseWorkers(settings.workers);
} else {
  await serve(settings, CONNECTIONS, async () => {});
}
