import { Agent } from 'undici';
import { availabilityFrom } from './availability.js';

const LATE = new Error('no whole answer in time');
const UNWANTED = new Error('nobody waits for the answer any more');

// One connection for each request in flight, without a limit, and kept for a while after it.
const settings = (patienceMs) => ({
  connections: null,
  pipelining: 1,
  keepAliveTimeout: 60_000,
  // Longer than any request waits: a request ends by its own clock, and this only ends the connecting after it.
  connect: { timeout: patienceMs + 1000 },
  // Off: undici's clocks tick every half second, and each request has one of its own.
  headersTimeout: 0,
  bodyTimeout: 0,
  // Far beyond any answer; the upstream is not trusted with memory.
  maxResponseSize: 64 * 1024,
});

/**
 * Asks another service, the upstream, how many of an article there are. Opens no connection yet.
 *
 * @param {string} url where it is: http://host:port
 * @param {number} patienceMs for a whole answer
 */
export function openStockroom(url, patienceMs) {
  const { origin, pathname } = new URL(url);
  const base = pathname === '/' ? '' : pathname;
  const agent = new Agent(settings(patienceMs));

  async function answerOf(sku, signal) {
    try {
      const { statusCode, body } = await agent.request({ origin, path: `${base}/stock/${sku}`, method: 'GET', signal });
      // Read to its end whatever the status: only then is the connection kept.
      return { status: statusCode, text: await body.text() };
    } catch (error) {
      return { error };
    }
  }

  return {
    /**
     * Asks once. `cancel` ends the connection to the upstream when nobody waits for the answer any more.
     *
     * @returns {{ cancel(): void, outcome: Promise<{ found: object } | { refusal: string, cause?: string }> }}
     */
    ask(sku) {
      const controller = new AbortController();
      const clock = setTimeout(() => controller.abort(LATE), patienceMs);
      let open = true;
      const outcome = answerOf(sku, controller.signal).then(({ error, status, text }) => {
        open = false;
        clearTimeout(clock);
        if (error === undefined) return availabilityFrom(status, text);
        if (error === LATE) return { refusal: 'gateway timeout' };
        if (error === UNWANTED) return { refusal: 'cancelled' };
        return { refusal: 'bad gateway', cause: String(error) };
      });
      const cancel = () => {
        if (open) controller.abort(UNWANTED);
      };
      return { cancel, outcome };
    },
    close: () => agent.close(),
  };
}
