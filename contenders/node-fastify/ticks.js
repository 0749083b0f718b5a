import { Readable } from 'node:stream';
import { eventOf } from './server-sent.js';

const STEP_MS = 10;

/**
 * Events that are due every 10 ms from now on, each by the one clock of the start: what is late does not make the next
 * one late. A reader that is behind holds them back. To destroy the stream ends its timer.
 */
export function tickEvents(start, count) {
  const startedAt = performance.now();
  let told = 0;
  let timer;
  const events = new Readable({
    read: tellWhenDue,
    destroy(error, done) {
      clearTimeout(timer);
      done(error);
    },
  });

  // A timer counts whole milliseconds of a clock that may stand a little behind, so it can wake before the time.
  function tellWhenDue() {
    const left = startedAt + told * STEP_MS - performance.now();
    if (left > 0) timer = setTimeout(tellWhenDue, Math.ceil(left));
    else tell();
  }

  function tell() {
    const seq = start + told;
    told += 1;
    events.push(eventOf({ seq, price: priceOf(seq) }, seq));
    if (told === count) events.push(null);
  }
  return events;
}

// At most 7.92e12 before the remainder, which a number holds exactly.
const priceOf = (seq) => ((seq * 7919) % 100_000) / 100;
