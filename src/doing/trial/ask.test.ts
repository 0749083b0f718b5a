import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, type Asked } from './ask.ts';

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

/** The port of a server that does this with each connection once the head of a request is in. */
async function serving(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Answers when the head is in and closes with the rest unread, which resets the connection. In a process that is not held up. */
const REFUSES = `require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.pause();
    const head = 'HTTP/1.1 413 Too Large\\r\\ncontent-type: text/plain\\r\\ncontent-length: 3\\r\\nconnection: close';
    socket.write(head + '\\r\\n\\r\\nbig', () => socket.destroy());
  });
}).listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)); });`;

async function startRefusing(): Promise<{ readonly port: number; stop(): void }> {
  const child = spawn(process.execPath, ['-e', REFUSES], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: unknown = (await once(child.stdout, 'data'))[0];
  return { port: Number(String(said)), stop: () => void child.kill('SIGKILL') };
}

function holdUp(): void {
  const until = performance.now() + 30;
  while (performance.now() < until);
}

const WITHIN_MS = 5000;

function post(port: number, bytes: number): Promise<Asked> {
  const headers = { 'content-type': 'text/plain', 'content-length': String(bytes) };
  return ask(port, { method: 'POST', path: '/', headers, body: 'x'.repeat(bytes) }, WITHIN_MS);
}

describe('an answer', () => {
  test('given before the whole body is read counts, though the connection breaks under the rest of it', async () => {
    const refusing = await startRefusing();
    const answers: Asked[] = [];
    for (let time = 0; time < 24; time += 1) {
      // We are held up while the answer and the end of the connection come in, as on a busy machine.
      setTimeout(holdUp, [0, 1, 2, 5][time % 4]);
      answers.push(await post(refusing.port, [1, 2, 8][time % 3]! * 1_100_000));
    }
    refusing.stop();
    const expected = { kind: 'answered', answer: { status: 413, type: 'text/plain', body: 'big' } };
    expect(answers).toEqual(answers.map(() => expected));
  });

  test('that breaks off is none', async () => {
    const port = await serving((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    expect(await post(port, 10)).toMatchObject({ kind: 'no-answer' });
  });

  test('that stands still, or never ends, is none', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 90000000\r\n\r\n';
    const standing = await serving((socket) => void socket.write(`${head}half`));
    const question = { method: 'GET', path: '/', headers: {}, body: '' };
    expect(await ask(standing, question, 100)).toMatchObject({ kind: 'no-answer' });
    const endless = await serving((socket) => void socket.write(head + 'x'.repeat(9 * 1024 * 1024)));
    expect(await ask(endless, question, WITHIN_MS)).toMatchObject({ kind: 'no-answer' });
  });

  test('that is never given is none, though the whole request was never taken', async () => {
    const port = await serving((socket) => {
      socket.pause();
      socket.destroy();
    });
    expect(await post(port, 8 * 1024 * 1024)).toMatchObject({
      kind: 'no-answer',
      reason: expect.stringMatching(/closed while|hang up|reset/iu) as string,
    });
  });

  test('that never comes is none, with the reason', async () => {
    const closing = await serving((socket) => socket.destroy());
    expect(await post(closing, 10)).toMatchObject({
      kind: 'no-answer',
      reason: expect.stringMatching(/hang up|reset/u),
    });
    const silent = await serving(() => undefined);
    const asked = await ask(silent, { method: 'GET', path: '/', headers: {}, body: '' }, 50);
    expect(asked).toEqual({ kind: 'no-answer', reason: 'nothing within 50 ms' });
  });
});
