import { Readable } from 'node:stream';
import { exportPieces } from '../export.js';
import { error, object, pattern } from '../schemas.js';
import { sendEvents } from '../server-sent.js';
import { tickEvents } from '../ticks.js';

const START = object({ start: pattern('^[0-9]{1,9}$') });
const COUNT = object({ count: pattern('^0*([1-9][0-9]?|100)$') });
const ROWS = object({ rows: pattern('^0*([1-9][0-9]{0,5}|1000000)$') });

export async function streamRoutes(app) {
  const route = (querystring) => ({
    schema: { params: START, querystring, response: { '4xx': error } },
    // Fastify's HEAD would make the whole body and throw it away.
    exposeHeadRoute: false,
  });

  // [^]+ because a bare parameter may be empty, and /ticks/ is not found.
  app.get('/ticks/:start([^]+)', route(COUNT), ({ params, query }, reply) =>
    sendEvents(reply, tickEvents(Number(params.start), Number(query.count))),
  );

  app.get('/export/:start([^]+)', route(ROWS), ({ params, query }, reply) =>
    reply
      .type('application/x-ndjson')
      .send(Readable.from(exportPieces(Number(params.start), Number(query.rows)))),
  );
}
