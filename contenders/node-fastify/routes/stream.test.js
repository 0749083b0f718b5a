import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createApp } from '../app.js';

const app = createApp({});
await app.listen({ port: 0, host: '127.0.0.1' });
after(() => app.close());

const { port } = app.server.address();
const get = (path) => fetch(`http://127.0.0.1:${port}${path}`);

/** A client that has asked and reads nothing yet, and the service's end of its connection. */
async function ask(path) {
  const accepted = once(app.server, 'connection');
  const client = connect(port, '127.0.0.1').pause();
  client.on('error', () => {});
  client.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
  const [served] = await accepted;
  return { client, served };
}

// events.once would reject for the reset that is meant here.
const closed = (socket) => new Promise((resolve) => socket.once('close', resolve));

test('ticks are an event stream that comes piece by piece and ends', async () => {
  const before = performance.now();
  const answer = await get('/ticks/000000041?count=3');
  assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of answer.body) {
    text += decoder.decode(piece);
    // None before its time; the answer began after `before`.
    assert.ok(performance.now() >= before + (text.split('\n\n').length - 2) * 10);
  }
  assert.equal(
    text,
    'id: 41\ndata: {"seq":41,"price":246.79}\n\n' +
      'id: 42\ndata: {"seq":42,"price":325.98}\n\n' +
      'id: 43\ndata: {"seq":43,"price":405.17}\n\n',
  );
});

test('an export is chunked lines of JSON', async () => {
  const answer = await get('/export/6?rows=0001');
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  assert.deepEqual(
    [answer.headers.get('content-length'), answer.headers.get('transfer-encoding')],
    [null, 'chunked'],
  );
  assert.equal(await answer.text(), '{"id":6,"name":"item 6","amount":628374,"tags":["even","third"]}\n');
});

test('the greatest numbers are taken', async () => {
  assert.equal((await get('/ticks/999999999?count=1')).status, 200);
  assert.equal((await get('/export/999999999?rows=1')).status, 200);
  const { client, served } = await ask('/export/0?rows=1000000');
  const [head] = await once(client.resume(), 'data');
  assert.match(String(head), /^HTTP\/1.1 200 /);
  client.destroy();
  await closed(served);
});

const starts = ['abc', '-1', '+1', '1.5', '1e3', '0x1', '1000000000', '0000000001', '7%0A', '%2031', '1%2f2', '%D9%A7'];
const numbers = ['', '0', '000', '-1', '+1', '1.5', '1e1', '0x1', 'ten', '1%0A', '%201', '1%20', '%D9%A7'];
test('what is not a start of at most nine digits, or not a number in its bounds, is answered with 400', async () => {
  const paths = [
    ...starts.flatMap((start) => [`/ticks/${start}?count=1`, `/export/${start}?rows=1`]),
    ...[...numbers, '101', '1000'].map((number) => `/ticks/1?count=${number}`),
    ...[...numbers, '1000001', '10000000'].map((number) => `/export/1?rows=${number}`),
    '/ticks/1',
    '/ticks/1?rows=1',
    '/ticks/1?count=1&count=1',
    '/export/1',
    '/export/1?count=1',
  ];
  for (const path of paths) {
    const answer = await app.inject({ url: path });
    assert.deepEqual([answer.statusCode, Object.keys(answer.json())], [400, ['error']], path);
  }
});

test('without a start nothing is found, and nothing is made for a HEAD', async () => {
  for (const url of ['/ticks', '/ticks/', '/ticks/?count=1', '/export', '/export/', '/export/?rows=1']) {
    assert.equal((await app.inject({ url })).statusCode, 404, url);
  }
  assert.equal((await app.inject({ method: 'HEAD', url: '/export/1?rows=1000000' })).statusCode, 404);
});

/** Waits until a number that only grows has stayed the same for a while. */
async function settled(read) {
  for (let last = -1; last !== read(); await setTimeout(100)) last = read();
  return read();
}

test('an export waits for a reader that does not read, and goes on from there', async () => {
  const { client, served } = await ask('/export/0?rows=1000000');
  // What the kernel takes is bounded too, and far below the 64 MB of the whole.
  const sent = await settled(() => served.bytesWritten);
  assert.ok(sent > 0 && sent < 32_000_000, `${sent} bytes`);
  assert.ok(served.writableLength < 256 * 1024, `${served.writableLength} bytes wait`);
  let lines = 0;
  client.on('data', (data) => {
    for (const byte of data) if (byte === 0x7d) lines += 1;
  });
  client.resume();
  await once(client, 'end');
  assert.equal(lines, 1_000_000);
});

test('when the client goes away nothing more is made', async (t) => {
  for (const path of ['/export/0?rows=1000000', '/ticks/0?count=100']) {
    const made = t.mock.method(JSON, 'stringify');
    const { client, served } = await ask(path);
    await once(client.resume(), 'data');
    client.destroy();
    await closed(served);
    // A piece that is being made when the connection closes is the last one.
    await setTimeout(20);
    const count = made.mock.callCount();
    await setTimeout(50);
    assert.equal(made.mock.callCount(), count, path);
    made.mock.restore();
  }
});
