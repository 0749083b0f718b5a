import { request } from 'node:http';
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

/**
 * Asks one question over a connection of its own. A contender may answer before it has read the whole body (413 does):
 * the answer counts, whatever becomes of the rest of the body.
 */
export function ask(port: number, question: Question, withinMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    let answered = false;
    const settle = (asked: Asked): void => {
      answered = true;
      resolve(asked);
    };
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
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > BODY_LIMIT) outgoing.destroy(new Error(`the body is longer than ${BODY_LIMIT} bytes`));
          else chunks.push(chunk);
        });
        incoming.on('end', () =>
          settle({
            kind: 'answered',
            answer: {
              status: incoming.statusCode ?? 0,
              type: mediaType(incoming.headers['content-type']),
              body: Buffer.concat(chunks).toString('utf8'),
            },
          }),
        );
        incoming.on('error', (error) => settle({ kind: 'no-answer', reason: error.message }));
      },
    );
    // After an early answer the contender may close while we still write; that error says nothing more.
    outgoing.on('error', (error) => {
      if (!answered) settle({ kind: 'no-answer', reason: reasonOf(error, withinMs) });
    });
    outgoing.end(question.body);
  });
}

function mediaType(header: string | undefined): string | null {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  return type === undefined || type === '' ? null : type;
}

function reasonOf(error: Error, withinMs: number): string {
  return error.name === 'AbortError' || error.name === 'TimeoutError' ? `nothing within ${withinMs} ms` : error.message;
}
