import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Difference } from '../../thinking/contract/contract.ts';
import type { RenderedRequest } from '../../thinking/scenario/request.ts';
import type { Client } from '../../thinking/scenario/scenario.ts';
import { treeMemory } from '../probe/tree.ts';
import type { Checked } from './checked.ts';

const HEAD_WITHIN_MS = 10_000;
/** For the whole of it, once it is read. */
const WHOLE_WITHIN_MS = 60_000;

type Slow = Extract<Client, { kind: 'slow' }>;

/**
 * Several clients ask at once and read nothing behind the head for a while. A contender that waits for them holds little more memory
 * then; one that does not, holds their answers. Afterwards they read on, and must get every byte.
 */
export async function readSlowly(
  { port, pids }: Checked,
  request: RenderedRequest,
  { readers, forMs, mostMiB }: Slow,
): Promise<readonly Difference[]> {
  const before = treeMemory(pids());
  const over = new AbortController();
  const clients = Array.from({ length: readers }, async () => head(port, request, over.signal));
  try {
    const heads = await Promise.all(clients);
    const refused = heads.find((one) => typeof one === 'string');
    if (refused !== undefined)
      return [{ where: 'answer', expected: `status ${request.expected.status}`, got: refused }];
    await sleep(forMs);
    const during = treeMemory(pids());
    // Where it cannot be read nothing is known, and the bytes count alone.
    const grown = before === null || during === null ? null : during - before;
    if (grown !== null && grown > mostMiB) {
      const expected = `at most ${mostMiB} MiB more for ${readers} clients that do not read`;
      return [{ where: 'memory', expected, got: `${Math.round(grown)} MiB more` }];
    }
    const bodies = await Promise.all(heads.flatMap((one) => (typeof one === 'string' ? [] : [whole(one)])));
    return bodies.map((body) => wrong(request, body)).find((found) => found.length > 0) ?? [];
  } finally {
    over.abort();
  }
}

/** The answer with its body unread, or why there is none. */
function head(port: number, question: RenderedRequest, signal: AbortSignal): Promise<IncomingMessage | string> {
  const { method, path, headers, body, expected } = question;
  return new Promise((resolve) => {
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false, signal }, (incoming) => {
      // Whoever reads it hears of an error; until then it must not end this program.
      incoming.on('error', () => undefined);
      resolve(incoming.statusCode === expected.status ? incoming : `status ${incoming.statusCode}`);
    });
    asked.on('error', (error) => resolve(error.message));
    asked.setTimeout(HEAD_WITHIN_MS, () => resolve(`nothing within ${HEAD_WITHIN_MS} ms`));
    asked.end(body);
  });
}

interface Body {
  readonly length: number;
  readonly crc32: number;
  /** Null: it came to its end. */
  readonly broken: string | null;
}

function whole(incoming: IncomingMessage): Promise<Body> {
  return new Promise((resolve) => {
    let [length, checksum] = [0, 0];
    const settle = (broken: string | null): void => resolve({ length, crc32: checksum, broken });
    const late = setTimeout(() => settle(`not whole within ${WHOLE_WITHIN_MS} ms`), WHOLE_WITHIN_MS);
    incoming.on('data', (piece: Buffer) => {
      length += piece.length;
      checksum = crc32(piece, checksum);
    });
    incoming.on('end', () => settle(null));
    incoming.on('error', (error) => settle(error.message));
    incoming.on('close', () => clearTimeout(late));
  });
}

function wrong({ expected }: RenderedRequest, body: Body): readonly Difference[] {
  if (expected.body.kind !== 'bytes') throw new Error('slow readers take an answer of bytes');
  const { length, crc32: checksum } = expected.body;
  if (body.broken !== null || body.length !== length) {
    const why = body.broken === null ? '' : `, ${body.broken}`;
    return [{ where: 'body', expected: `${JSON.stringify(length)} bytes`, got: `${body.length} bytes${why}` }];
  }
  if (body.crc32 === checksum) return [];
  return [{ where: 'body', expected: `CRC-32 ${JSON.stringify(checksum)}`, got: `CRC-32 ${body.crc32}` }];
}
