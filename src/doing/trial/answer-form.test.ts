import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { AnswerForm } from '../../thinking/fairness/seen.ts';
import { answerForm } from './answer-form.ts';

/** How a server that answers so is seen to answer. */
async function formOf(listener: RequestListener): Promise<AnswerForm | null> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has one
  const { port } = server.address() as AddressInfo;
  const form = await answerForm(port, { method: 'GET', path: '/', headers: {}, body: '' });
  server.closeAllConnections();
  server.close();
  return form;
}

test('head and body are counted as they go over the wire, and headers named', async () => {
  const form = await formOf((_, response) => {
    response.sendDate = false;
    response.setHeader('Keep-Alive', 'timeout=75');
    response.setHeader('X-Made', 'u');
    response.setHeader('Content-Length', 5);
    response.end('hello');
  });
  const head =
    'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=75\r\nX-Made: u\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n';
  expect(form).toEqual({
    headBytes: head.length,
    bodyBytes: 5,
    headers: ['connection', 'content-length', 'keep-alive', 'x-made'],
    framing: 'length',
    keepsAlive: true,
    encoding: null,
  });
});

test('chunks, compression and a connection that is closed are seen', async () => {
  expect(await formOf((_, response) => void response.write('a', () => response.end('b')))).toMatchObject({
    framing: 'chunked',
    bodyBytes: 2,
  });
  const packed = await formOf((request, response) => {
    expect(request.headers['accept-encoding']).toContain('gzip');
    response.setHeader('content-encoding', 'gzip');
    response.setHeader('connection', 'close');
    response.end(gzipSync('hello'));
  });
  expect(packed).toMatchObject({ encoding: 'gzip', keepsAlive: false });
});

test('where nobody answers nothing is known', async () => {
  expect(await formOf((_, response) => void response.destroy())).toBeNull();
});
