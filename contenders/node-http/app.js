import { readJson } from './body.js';
import { brokenRule, priceOrder } from './orders.js';
import { Refusal } from './refusal.js';

/**
 * The request listener of the service, for `http.createServer`. Without a database `users` and `verifiedEmail` are null
 * and GET /user answers 503.
 *
 * @param {{ users: { findByEmail(email: string): Promise<object | null> } | null,
 *           verifiedEmail: ((header: string | undefined) => string | null) | null }} parts
 * @returns {import('node:http').RequestListener}
 */
export function createApp({ users, verifiedEmail }) {
  const gets = new Map([
    ['/health', (req, res) => answer(res, 200, { status: 'ok' })],
    ['/hello', (req, res) => answer(res, 200, { message: 'Hello, World!' })],
    ['/user', answerUser],
  ]);
  // HEAD is GET without the body, which Node leaves out by itself.
  const routes = { GET: gets, HEAD: gets, POST: new Map([['/orders', answerOrder]]) };

  async function answerUser(req, res) {
    if (users === null || verifiedEmail === null) return answer(res, 503, { error: 'no database configured' });
    const email = verifiedEmail(req.headers.authorization);
    if (email === null) return answer(res, 401, { error: 'unauthorized' });
    const user = await users.findByEmail(email);
    if (user === null) return answer(res, 404, { error: 'not found' });
    answer(res, 200, user);
  }

  return async function listener(req, res) {
    try {
      const route = routes[req.method]?.get(pathOf(req.url));
      if (route === undefined) answer(res, 404, { error: 'not found' });
      else await route(req, res);
    } catch (error) {
      answerError(res, error);
    }
  };
}

async function answerOrder(req, res) {
  const order = await readJson(req);
  const problem = brokenRule(order);
  if (problem !== null) throw new Refusal(422, problem);
  answer(res, 200, priceOrder(order));
}

function pathOf(url) {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function answer(res, status, value) {
  const text = JSON.stringify(value);
  res.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}

function answerError(res, error) {
  const expected = error instanceof Refusal;
  if (!expected) console.error(error);
  // An answer that has begun cannot be taken back; ending the connection tells the client that it is not whole.
  if (res.headersSent) res.destroy();
  else answer(res, expected ? error.status : 500, { error: expected ? error.message : 'internal error' });
}
