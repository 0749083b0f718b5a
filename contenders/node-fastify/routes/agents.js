import { stockEvents } from '../agents.js';
import { array, error, integer, object } from '../schemas.js';
import { sendEvents } from '../server-sent.js';
import { refuseUnconfigured } from './unconfigured.js';

const wanted = object({ skus: { ...array(integer(1, 999_999), 1, 16), uniqueItems: true } });

/** @param {{ stockroom: ReturnType<typeof import('../stockroom.js').openStockroom> | null }} parts */
export async function agentRoutes(app, { stockroom }) {
  if (stockroom === null) app.addHook('onRequest', refuseUnconfigured);

  app.post('/agents/stock', { schema: { body: wanted, response: { '4xx': error } } }, (request, reply) =>
    sendEvents(reply, stockEvents(stockroom, request.body.skus)),
  );
}
