/** A hook for the routes of a part that the environment does not ask for: refuses before anything is read. */
export async function refuseUnconfigured(request, reply) {
  return reply.code(503).send({ error: 'not configured' });
}
