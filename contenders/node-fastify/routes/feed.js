import { array, error, object, pattern, string, whole } from '../schemas.js';
import { refuseUnconfigured } from './unconfigured.js';

const feed = object({
  feed: string,
  entries: array(object({ id: whole, name: string, score: whole, tags: array(string), recent: whole, reads: whole })),
});

const counts = object({ capacity: whole, entries: whole, hits: whole, misses: whole, evictions: whole });

/** @param {{ cache: { feed(number: number): object[], counts(): object } | null }} parts */
export async function feedRoutes(app, { cache }) {
  if (cache === null) app.addHook('onRequest', refuseUnconfigured);

  // [^]+ because a bare parameter may be empty, and /feed/ is no feed.
  app.get(
    '/feed/:number([^]+)',
    { schema: { params: object({ number: pattern('^[0-9]{1,10}$') }), response: { 200: feed, '4xx': error } } },
    async ({ params: { number } }) => ({ feed: number, entries: cache.feed(Number(number)) }),
  );

  app.get('/cache', { schema: { response: { 200: counts } } }, async () => cache.counts());
}
