import { Readable } from 'node:stream';
import { eventOf } from './server-sent.js';

/**
 * Asks for all articles at once. What comes of each is an event as soon as it is known, in that order; the last event
 * counts them. To destroy the stream cancels what has no answer yet.
 *
 * @param {{ ask(sku: number): { cancel(): void, outcome: Promise<object> } }} stockroom
 * @param {number[]} skus
 */
export function stockEvents(stockroom, skus) {
  const questions = skus.map((sku) => stockroom.ask(sku));
  const events = new Readable({
    // Seventeen short events at most: nothing worth holding back from a slow reader.
    read() {},
    destroy(error, done) {
      for (const { cancel } of questions) cancel();
      done(error);
    },
  });
  let answered = 0;
  let failed = 0;

  function tell(sku, outcome) {
    if (events.destroyed) return;
    const { stock, refusal, cause } = aboutThis(sku, outcome);
    if (cause !== undefined) console.error('upstream:', cause);
    if (stock === undefined) failed += 1;
    else answered += 1;
    events.push(eventOf(stock ?? { sku, error: refusal }));
    if (answered + failed < skus.length) return;
    events.push(eventOf({ answered, failed }));
    events.push(null);
  }
  for (const [index, { outcome }] of questions.entries()) outcome.then((known) => tell(skus[index], known));
  return events;
}

// An answer about another article would stand in the stream as if it had been asked for.
function aboutThis(sku, { found, refusal, cause }) {
  if (found === undefined) return { refusal, cause };
  if (found.sku !== sku) return { refusal: 'bad gateway', cause: `an answer about ${found.sku} in place of ${sku}` };
  return { stock: { sku, available: found.available, warehouse: found.warehouse } };
}
