import express from 'express';
import { brokenRule, priceOrder } from './orders.js';

/**
 * The Express application. Without a database `users` and `verifiedEmail` are null and GET /user answers 503.
 *
 * @param {{ users: { findByEmail(email: string): Promise<object | null> } | null,
 *           verifiedEmail: ((header: string | undefined) => string | null) | null,
 *           etag: 'weak' | false }} parts
 */
export function createApp({ users, verifiedEmail, etag }) {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', etag);

  app.get('/health', (req, res) => {
    res.json({ status: 'ok' });
  });

  app.get('/hello', (req, res) => {
    res.json({ message: 'Hello, World!' });
  });

  app.post('/orders', ...jsonBody, (req, res) => {
    const problem = brokenRule(req.body);
    if (problem !== null) {
      res.status(422).json({ error: problem });
      return;
    }
    res.json(priceOrder(req.body));
  });

  app.get('/user', async (req, res) => {
    if (users === null || verifiedEmail === null) {
      res.status(503).json({ error: 'no database configured' });
      return;
    }
    const email = verifiedEmail(req.headers.authorization);
    if (email === null) {
      res.status(401).json({ error: 'unauthorized' });
      return;
    }
    const user = await users.findByEmail(email);
    if (user === null) {
      res.status(404).json({ error: 'not found' });
      return;
    }
    res.json(user);
  });

  app.use((req, res) => {
    res.status(404).json({ error: 'not found' });
  });
  app.use(answerError);
  return app;
}

const jsonBody = [
  function requireJson(req, res, next) {
    if (req.is('application/json')) return next();
    res.status(415).json({ error: 'the body must be application/json' });
  },
  express.json({
    limit: '1mb',
    // A body such as 5 or "x" is JSON that breaks a rule (422); `strict` would call it malformed (400).
    strict: false,
    // The parser takes an empty body for {}, but it is not JSON.
    verify(req, res, body) {
      if (body.length === 0) throw Object.assign(new Error('the body is empty'), { status: 400 });
    },
  }),
];

// Express tells an error handler by its four parameters.
function answerError(error, req, res, next) {
  if (res.headersSent) return next(error);
  const status = error.status ?? 500;
  if (status >= 500) console.error(error);
  res.status(status).json({ error: status < 500 ? error.message : 'internal error' });
}
