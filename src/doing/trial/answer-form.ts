import { Agent, request, type IncomingMessage } from 'node:http';
import type { AnswerForm } from '../../thinking/fairness/seen.ts';
import type { Question } from './ask.ts';

const WITHIN_MS = 5000;

/** How a request is answered that keeps its connection and offers to take compressed bodies; null where it is not answered. */
export function answerForm(port: number, question: Question): Promise<AnswerForm | null> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return new Promise((resolve) => {
    const settle = (form: AnswerForm | null): void => {
      agent.destroy();
      resolve(form);
    };
    const { method, path, headers, body } = question;
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { ...headers, 'accept-encoding': 'gzip, deflate, br, zstd' },
        signal: AbortSignal.timeout(WITHIN_MS),
      },
      (incoming) => {
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
        incoming.on('end', () => settle(formOf(incoming, bytes)));
        incoming.on('error', () => settle(null));
      },
    );
    asked.on('error', () => settle(null));
    asked.end(body);
  });
}

function formOf(incoming: IncomingMessage, bodyBytes: number): AnswerForm {
  const { rawHeaders, headers, httpVersion, statusCode = 0, statusMessage = '' } = incoming;
  const first = `HTTP/${httpVersion} ${statusCode} ${statusMessage}\r\n\r\n`.length;
  // Each header stands as `name: value` and a line end: two bytes beside the name, two beside the value.
  const headBytes = rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1') + 2, first);
  const names = rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  return {
    headBytes,
    bodyBytes,
    headers: [...new Set(names)].toSorted(),
    framing: framingOf(incoming),
    keepsAlive: httpVersion === '1.1' && headers.connection?.toLowerCase() !== 'close',
    encoding: headers['content-encoding'] ?? null,
  };
}

function framingOf({ headers }: IncomingMessage): AnswerForm['framing'] {
  if (headers['transfer-encoding'] !== undefined) return 'chunked';
  return headers['content-length'] === undefined ? 'until-closed' : 'length';
}
