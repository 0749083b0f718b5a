import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { priceOrder } from './orders.js';

// The media type alone; parameters such as charset may follow.
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/**
 * The Hono application. Without a database `users` and `verifiedEmail` are null and GET /user answers 503.
 *
 * @param {{ users: { findByEmail(email: string): Promise<object | null> } | null,
 *           verifiedEmail: ((header: string | undefined) => string | null) | null,
 *           validOrder: import('hono').MiddlewareHandler }} parts
 */
export function createApp({ users, verifiedEmail, validOrder }) {
  const app = new Hono();

  const requireUser = createMiddleware(async (c, next) => {
    if (users === null || verifiedEmail === null) return c.json({ error: 'no database configured' }, 503);
    const email = verifiedEmail(c.req.header('authorization'));
    if (email === null) return c.json({ error: 'unauthorized' }, 401);
    c.set('email', email);
    await next();
  });

  app.get('/health', (c) => c.json({ status: 'ok' }));

  app.get('/hello', (c) => c.json({ message: 'Hello, World!' }));

  app.post('/orders', requireJson, limitBody, validOrder, (c) => c.json(priceOrder(c.req.valid('json'))));

  app.get('/user', requireUser, async (c) => {
    const user = await users.findByEmail(c.get('email'));
    return user === null ? c.json({ error: 'not found' }, 404) : c.json(user);
  });

  app.notFound((c) => c.json({ error: 'not found' }, 404));
  app.onError(answerError);
  return app;
}

// Hono's validators take a body of another type for an empty one.
const requireJson = createMiddleware(async (c, next) => {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    return c.json({ error: 'the body must be application/json' }, 415);
  }
  await next();
});

const LIMIT = 1024 * 1024;
const tooLong = (c) => c.json({ error: 'the body is longer than 1 MiB' }, 413);
const countBytes = bodyLimit({
  maxSize: LIMIT,
  onError(c) {
    // The adapter ends the connection here (see below), so the client is told.
    c.header('connection', 'close');
    return tooLong(c);
  },
});

// A length that is said beforehand is judged here. bodyLimit would open the body as a stream first, and the adapter then cannot
// read what is left of a refused one: it ends the connection half a second later, under the client's next request.
const limitBody = createMiddleware(async (c, next) => {
  const length = c.req.header('content-length');
  if (length === undefined) return countBytes(c, next);
  if (Number(length) > LIMIT) return tooLong(c);
  await next();
});

function answerError(error, c) {
  if (error instanceof HTTPException && error.status < 500) return c.json({ error: error.message }, error.status);
  console.error(error);
  return c.json({ error: 'internal error' }, 500);
}
