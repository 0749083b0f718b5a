import { array, error, integer, object, pattern, string, whole } from '../schemas.js';
import { refuseUnconfigured } from './unconfigured.js';

const UINT32 = 4_294_967_295;

const byId = object({ id: pattern('^[0-9]+$') });

const product = object({ id: whole, name: string, priceCents: whole, stock: whole });

const madeOrder = object({
  orderId: whole,
  customerId: whole,
  totalCents: whole,
  lines: array(object({ productId: whole, quantity: whole, unitPriceCents: whole })),
});

const wantedOrder = object({
  requestId: pattern('^[A-Za-z0-9-]{8,64}$'),
  customerId: integer(1, UINT32),
  lines: array(object({ productId: integer(1, UINT32), quantity: integer(1, 100) }), 1, 10),
});

const receipt = object({ orderId: whole, customerId: whole, totalCents: whole, balanceCents: whole, lines: whole });

const STATUS = {
  'no such customer': 404,
  'no such product': 404,
  'insufficient funds': 402,
  'out of stock': 409,
  'repeated request': 409,
  busy: 503,
};

// Digits that no number holds exactly are those of no row.
const readBy = async (id, read) => (Number.isSafeInteger(id) ? read(id) : null);

// Not for a schema: JSON schema can tell equal lines apart, but not lines of one product.
const namesAProductTwice = (lines) => new Set(lines.map(({ productId }) => productId)).size < lines.length;

/** @param {{ shop: Awaited<ReturnType<typeof import('../shop.js').openShop>> | null }} parts */
export async function shopRoutes(app, { shop }) {
  if (shop === null) app.addHook('onRequest', refuseUnconfigured);

  // [^]+ because a bare parameter may be empty, and /products/ is not found.
  app.get(
    '/products/:id([^]+)',
    { schema: { params: byId, response: { 200: product, '4xx': error } } },
    async (request, reply) =>
      (await readBy(Number(request.params.id), shop.productById)) ?? reply.code(404).send({ error: 'not found' }),
  );

  app.get(
    '/checkouts/:id([^]+)',
    { schema: { params: byId, response: { 200: madeOrder, '4xx': error } } },
    async (request, reply) =>
      (await readBy(Number(request.params.id), shop.orderById)) ?? reply.code(404).send({ error: 'not found' }),
  );

  app.post(
    '/checkouts',
    { schema: { body: wantedOrder, response: { 201: receipt, '4xx': error, '5xx': error } } },
    async ({ body: order }, reply) => {
      if (namesAProductTwice(order.lines)) {
        return reply.code(422).send({ error: 'body/lines must not name a product twice' });
      }
      const { receipt, refusal } = await shop.checkOut(order);
      if (refusal !== undefined) return reply.code(STATUS[refusal]).send({ error: refusal });
      return reply.code(201).send(receipt);
    },
  );
}
