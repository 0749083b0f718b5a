import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { HeldKind } from '../../thinking/scenario/scenario.ts';
import { Crowd } from './crowd.ts';

const NEVER = new AbortController().signal;

let server: Server | null = null;
let crowd: Crowd | null = null;

afterEach(() => {
  crowd?.leave();
  server?.closeAllConnections();
  server?.close();
});

/** So many connections to a server that listens so. */
async function crowdOf(kind: HeldKind, count: number, listener: RequestListener, upgrade = false): Promise<Crowd> {
  const started = createServer({ keepAliveTimeout: 0 }, listener);
  server = started;
  if (upgrade)
    started.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
    });
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has an address of that form
  const { port } = started.address() as AddressInfo;
  const opened = new Crowd(port, { kind, path: '/' });
  crowd = opened;
  await opened.growTo(count, NEVER);
  return opened;
}

test('those that wait are open until they are answered', async () => {
  const answers: (() => void)[] = [];
  const waiting = await crowdOf('waiting', 250, (_, response) => answers.push(() => response.end('late')));
  await expect.poll(() => answers.length).toBe(250);
  expect([waiting.open, waiting.lost]).toEqual([250, null]);
  for (const answer of answers.slice(0, 3)) answer();
  await expect.poll(() => waiting.open).toBe(247);
  expect(waiting.lost).toBe('answered with status 200');
  await waiting.growTo(260, NEVER);
  // A lost one is not opened again.
  expect(waiting.open).toBe(257);
});

test('idle ones are open once they are answered well', async () => {
  let asked = 0;
  const idle = await crowdOf('idle', 20, (_, response) => {
    asked += 1;
    response.writeHead(asked === 7 ? 503 : 200).end('{}');
  });
  expect([idle.open, idle.lost]).toEqual([19, 'answered with status 503']);
});

test('one that is closed is lost', async () => {
  const idle = await crowdOf('idle', 5, (_, response) => response.setHeader('connection', 'close').end('{}'));
  await expect.poll(() => idle.open).toBe(0);
  expect(idle.lost).toBe('closed');
});

test('a WebSocket is open once it is accepted, and not where it is answered', async () => {
  expect((await crowdOf('websocket', 5, () => undefined, true)).open).toBe(5);
  server?.closeAllConnections();
  server?.close();
  const refused = await crowdOf('websocket', 2, (_, response) => response.writeHead(426).end());
  expect([refused.open, refused.lost]).toEqual([0, 'answered with status 426']);
});

test('where nobody listens all are lost, and nobody waits', async () => {
  const none = new Crowd(9, { kind: 'idle', path: '/' });
  crowd = none;
  await none.growTo(3, NEVER);
  expect([none.open, none.lost]).toEqual([0, 'ECONNREFUSED']);
});
