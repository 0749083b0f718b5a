import { request as httpRequest } from 'node:http';
import { differences } from '../../thinking/contract/compare.ts';
import type { Difference } from '../../thinking/contract/contract.ts';
import { eventsOf } from '../../thinking/contract/event-stream.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';

const WHOLE_WITHIN_MS = 20_000;
/** A machine that stood still hands over late what came in time; a contender that tells all in one go does so each time. */
const TIMES = 3;
/** Of the time from the first event to the last. */
const LEAST_SPREAD = 0.5;
/** The contender's clock and ours may round to different milliseconds. */
const GRAIN_MS = 1;

/** When each event was there, in ms from the sending of the request, and the answer. */
interface Timed {
  readonly arrivals: readonly number[];
  readonly answer: Parameters<typeof differences>[1];
}

/** An answer whose events are due one after the other: the answer is compared, and no event may be early nor all of them late together. */
export async function takePaced(
  port: number,
  question: RenderedRequest,
  everyMs: number,
): Promise<readonly Difference[]> {
  let found: readonly Difference[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const timed = await take(port, question);
    if (typeof timed === 'string') return [{ where: 'answer', expected: 'a whole stream', got: timed }];
    const wrong = differences(question.expected, timed.answer);
    if (wrong.length > 0) return wrong;
    const early = timed.arrivals.findIndex((at, index) => at < index * everyMs - GRAIN_MS);
    if (early !== -1) {
      const got = `after ${Math.round(timed.arrivals[early] ?? 0)} ms`;
      return [{ where: `events[${early}]`, expected: `no earlier than ${early * everyMs} ms after the request`, got }];
    }
    found = inOneGo(timed.arrivals, everyMs);
    if (found.length === 0) return [];
  }
  return found;
}

function inOneGo(arrivals: readonly number[], everyMs: number): readonly Difference[] {
  const spread = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  const due = (arrivals.length - 1) * everyMs;
  if (spread >= LEAST_SPREAD * due) return [];
  const expected = `${due} ms from the first to the last, each sent when it is due`;
  return [{ where: 'events', expected, got: `${Math.round(spread)} ms` }];
}

/** Why there is no answer, where it is a text. */
function take(port: number, { method, path, headers, body }: RenderedRequest): Promise<Timed | string> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(WHOLE_WITHIN_MS);
    const from = performance.now();
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false, signal }, (incoming) => {
      let text = '';
      const arrivals: number[] = [];
      incoming.setEncoding('utf8');
      incoming.on('data', (piece: string) => {
        text += piece;
        const now = performance.now() - from;
        const seen = eventsOf(text).length;
        while (arrivals.length < seen) arrivals.push(now);
      });
      const { statusCode: status = 0, headers: got } = incoming;
      incoming.on('end', () =>
        resolve({ arrivals, answer: { status, type: got['content-type'] ?? null, body: text } }),
      );
      incoming.on('error', (error) => resolve(error.message));
    });
    asked.on('error', (error) => resolve(error.message));
    asked.end(body);
  });
}
