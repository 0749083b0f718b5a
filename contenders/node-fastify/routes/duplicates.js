import { array, error, integer, object, pattern, whole } from '../schemas.js';

const batch = object({
  names: array(pattern('^[a-z0-9 ]{1,64}$'), 2, 200),
  limit: integer(0, 10),
});

const duplicates = object({
  compared: whole,
  distanceSum: whole,
  pairs: array(object({ a: whole, b: whole, distance: whole })),
});

/** @param {{ findDuplicates(batch: object): object | Promise<object> }} parts */
export async function duplicateRoutes(app, { findDuplicates }) {
  app.post(
    '/duplicates',
    { schema: { body: batch, response: { 200: duplicates, '4xx': error } } },
    async (request) => findDuplicates(request.body),
  );
}
