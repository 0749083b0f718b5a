import Fastify from 'fastify';
import { findDuplicates as findDuplicatesInline } from './duplicates.js';
import { priceOrder } from './orders.js';
import { openRegister } from './room-register.js';
import { openRooms } from './rooms.js';
import { agentRoutes } from './routes/agents.js';
import { availabilityRoutes } from './routes/availability.js';
import { chatRoutes, isChatUpgrade } from './routes/chat.js';
import { duplicateRoutes } from './routes/duplicates.js';
import { feedRoutes } from './routes/feed.js';
import { shopRoutes } from './routes/shop.js';
import { streamRoutes } from './routes/stream.js';
import * as schemas from './schemas.js';

const KEEP_ALIVE_MS = 75_000;

const options = {
  logger: false,
  bodyLimit: 1024 * 1024,
  keepAliveTimeout: KEEP_ALIVE_MS,
  requestTimeout: 120_000,
  // Longer than the keep-alive timeout, or a connection opened early and used late would be cut off.
  http: { headersTimeout: KEEP_ALIVE_MS + 5000, shouldUpgradeCallback: isChatUpgrade },
  // Requests that arrive on open connections while the server stops are still answered, not refused with 503.
  return503OnClosing: false,
  // Unknown keys are to be ignored, so these two are dropped instead of refused.
  onProtoPoisoning: 'remove',
  onConstructorPoisoning: 'remove',
  // As long as Node lets a head be: the schema of a parameter refuses it, not the router in words of its own.
  routerOptions: { maxParamLength: 16 * 1024 },
  // Fastify's defaults turn "3" into 3 and delete keys; this service takes a body as it is or not at all.
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  // What the router itself refuses, such as a broken %-sequence.
  frameworkErrors: answerError,
};

/**
 * The Fastify application. A part that is null is not there: its routes answer 503.
 *
 * @param {{ users?: { findByEmail(email: string): Promise<object | null> } | null,
 *           verifiedEmail?: ((header: string | undefined) => string | null | Promise<string | null>) | null,
 *           findDuplicates?: (batch: object) => object | Promise<object>,
 *           cache?: object | null, stockroom?: object | null, shop?: object | null,
 *           rooms?: ReturnType<typeof openRooms> }} parts
 */
export function createApp({
  users = null,
  verifiedEmail = null,
  findDuplicates = findDuplicatesInline,
  cache = null,
  stockroom = null,
  shop = null,
  rooms = openRooms(openRegister()),
}) {
  const app = Fastify(options);

  // Fastify reads text/plain as well; here every body that is not application/json is answered with 415.
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'not found' }));

  app.get('/health', async () => ({ status: 'ok' }));

  app.get('/hello', { schema: { response: { 200: schemas.hello } } }, async () => ({ message: 'Hello, World!' }));

  app.post(
    '/orders',
    { schema: { body: schemas.order, response: { 200: schemas.pricedOrder, '4xx': schemas.error } } },
    async (request) => priceOrder(request.body),
  );

  app.get('/user', { schema: { response: { 200: schemas.user, '4xx': schemas.error } } }, async (request, reply) => {
    if (users === null || verifiedEmail === null) return reply.code(503).send({ error: 'no database configured' });
    const told = verifiedEmail(request.headers.authorization);
    // Only a library that verifies in another thread is waited for: an await costs a turn of the microtasks.
    const email = told instanceof Promise ? await told : told;
    if (email === null) return reply.code(401).send({ error: 'unauthorized' });
    const user = await users.findByEmail(email);
    return user ?? reply.code(404).send({ error: 'not found' });
  });

  app.register(duplicateRoutes, { findDuplicates });
  app.register(feedRoutes, { cache });
  app.register(availabilityRoutes, { stockroom });
  app.register(agentRoutes, { stockroom });
  app.register(streamRoutes);
  app.register(chatRoutes, { rooms });
  app.register(shopRoutes, { shop });

  return app;
}

// Fastify gives every broken schema 400; here that is for a path, and 422 for a body that is JSON but breaks a rule.
function answerError(error, request, reply) {
  const status = error.validationContext === 'body' ? 422 : (error.statusCode ?? 500);
  if (status >= 500) console.error(error);
  return reply.code(status).send({ error: status < 500 ? error.message : 'internal error' });
}
