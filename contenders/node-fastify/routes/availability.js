import { error, object, pattern, string, whole } from '../schemas.js';
import { refuseUnconfigured } from './unconfigured.js';

const availability = object({ sku: whole, available: whole, warehouse: string, level: string });

const STATUS = { 'not found': 404, 'bad gateway': 502, 'gateway timeout': 504 };

/** @param {{ stockroom: ReturnType<typeof import('../stockroom.js').openStockroom> | null }} parts */
export async function availabilityRoutes(app, { stockroom }) {
  if (stockroom === null) app.addHook('onRequest', refuseUnconfigured);

  // [^]+ because a bare parameter may be empty, and /availability/ is not found.
  app.get(
    '/availability/:sku([^]+)',
    {
      schema: {
        params: object({ sku: pattern('^[0-9]{1,6}$') }),
        response: { 200: availability, '4xx': error, '5xx': error },
      },
    },
    async (request, reply) => {
      const { cancel, outcome } = stockroom.ask(request.params.sku);
      // Closed when the answer is sent, or before that when the client goes away.
      reply.raw.once('close', cancel);
      const { found, refusal, cause } = await outcome;
      if (found !== undefined) return found;
      if (refusal === 'cancelled') return reply.hijack();
      if (cause !== undefined) console.error('upstream:', cause);
      return reply.code(STATUS[refusal]).send({ error: refusal });
    },
  );
}
