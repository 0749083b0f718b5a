import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import { setImmediate as immediate } from 'node:timers/promises';
import type { ObservedAnswer } from '../../thinking/contract/contract.ts';

/** A request as it goes to the contender, rendered whole. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Asked =
  | { readonly kind: 'answered'; readonly answer: ObservedAnswer }
  | { readonly kind: 'no-answer'; readonly reason: string };

/** An answer longer than this is no answer to any case; reading stops there. */
const BODY_LIMIT = 8 * 1024 * 1024;

/** A body up to this length is sent at once. */
const PIECE_BYTES = 16 * 1024;

/** How often a question is asked whose answer may have been lost on our side. */
const TIMES = 6;

/**
 * Asks one question over a connection of its own. A contender may answer before it has read the whole body (413 does) and close:
 * the answer counts, whatever becomes of the rest of the body. Where we still write when the connection breaks, the system may tell
 * of that before it hands over the answer that came first, and the answer is lost; then the question is asked again. A contender
 * that closes without an answer does so every time.
 */
export async function ask(port: number, question: Question, withinMs: number): Promise<Asked> {
  let asked: Asked | 'lost' = 'lost';
  for (let time = 0; time < TIMES && asked === 'lost'; time += 1) asked = await askOnce(port, question, withinMs);
  return asked === 'lost' ? { kind: 'no-answer', reason: 'the connection closed while the request was sent' } : asked;
}

function askOnce(port: number, question: Question, withinMs: number): Promise<Asked | 'lost'> {
  return new Promise((resolve) => {
    let begun = false;
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: question.method,
        path: question.path,
        headers: question.headers,
        agent: false,
        signal: AbortSignal.timeout(withinMs),
      },
      (incoming) => {
        begun = true;
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > BODY_LIMIT) outgoing.destroy(new Error(`the body is longer than ${BODY_LIMIT} bytes`));
          else chunks.push(chunk);
        });
        incoming.on('end', () =>
          resolve({
            kind: 'answered',
            answer: {
              status: incoming.statusCode ?? 0,
              type: mediaType(incoming.headers['content-type']),
              body: Buffer.concat(chunks).toString('utf8'),
            },
          }),
        );
        incoming.on('error', (error) => resolve({ kind: 'no-answer', reason: reasonOf(error, withinMs) }));
      },
    );
    // A contender that answers early may close while we still write: from the answer's first byte on only its own end counts.
    outgoing.on('error', (error) => {
      if (begun) return;
      resolve(isOfWriting(error) ? 'lost' : { kind: 'no-answer', reason: reasonOf(error, withinMs) });
    });
    void send(outgoing, Buffer.from(question.body), () => begun);
  });
}

function mediaType(header: string | undefined): string | null {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || type === '' ? null : type;
}

/**
 * Sends a body, a long one in pieces with a look at the connection between them: a single write of many megabytes fails at the reset
 * before anybody has read what came with it. It ends where the answer begins.
 */
async function send(outgoing: ClientRequest, body: Buffer, begun: () => boolean): Promise<void> {
  if (body.length <= PIECE_BYTES) {
    outgoing.end(body);
    return;
  }
  if (!outgoing.hasHeader('content-length')) outgoing.setHeader('content-length', body.length);
  for (let from = 0; from < body.length && !begun() && !outgoing.destroyed; from += PIECE_BYTES) {
    const room = outgoing.write(body.subarray(from, from + PIECE_BYTES));
    if (room) await immediate();
    else await roomOrEnd(outgoing);
  }
  outgoing.end();
}

/** Resolves when more can be written or nothing more will be. An error is told by the request itself, so it only ends the waiting. */
async function roomOrEnd(outgoing: ClientRequest): Promise<void> {
  // The listener that did not fire must go, or hundreds of pieces leave hundreds of them.
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(outgoing, 'drain', { signal }), once(outgoing, 'close', { signal })]).catch(() => undefined);
  over.abort();
}

function isOfWriting(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'write';
}

function reasonOf(error: Error, withinMs: number): string {
  return error.name === 'AbortError' || error.name === 'TimeoutError' ? `nothing within ${withinMs} ms` : error.message;
}
