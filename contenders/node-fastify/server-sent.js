/** One server-sent event: a value as JSON, with an id where there is one. */
export const eventOf = (value, id) => `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(value)}\n\n`;

/**
 * Answers with a stream of server-sent events. The head goes out at once, not with the first event as Node would do:
 * Fastify sets it while it takes the stream, since no onSend hook stands between (a HEAD route would have one).
 */
export function sendEvents(reply, events) {
  reply.type('text/event-stream').send(events);
  reply.raw.flushHeaders();
  return reply;
}
