import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { WebSocket } from 'ws';
import { createApp } from '../app.js';
import { joinRoom } from '../chat-member.fixture.js';
import { openRegister } from '../room-register.js';
import { openRooms } from '../rooms.js';

const app = createApp({});
await app.listen({ port: 0, host: '127.0.0.1' });
after(() => app.close());
const { port } = app.server.address();

let rooms = 0;
/** Joins as many members as asked to a room that no other test has. */
async function fill(count) {
  rooms += 1;
  const room = `room-${rooms}`;
  const members = [];
  for (let index = 0; index < count; index += 1) members.push(await joinRoom(port, room));
  return { room, members };
}

const texts = ['🪴', '"\\/', 'a\r\n\tb', '\0', '</script>', '\ud800', 'x'.repeat(1000), '🪴'.repeat(1000)];
test('what a member says reaches all others unchanged, as text and with its number', async () => {
  const { room, members } = await fill(3);
  const [a, b, c] = members;
  for (const text of texts) a.say(text);
  for (const [index, text] of texts.entries()) {
    assert.deepEqual(await b.next(), { room, seq: index + 1, text });
    assert.deepEqual(await c.next(), { room, seq: index + 1, text });
  }
  assert.equal(a.kept.length, 0);
  await Promise.all(members.map((each) => each.leave()));
});

test('many who speak at once are heard by all in one order without gaps', async () => {
  const { members } = await fill(5);
  for (let round = 0; round < 100; round += 1) for (const [index, each] of members.entries()) each.say(`${index}`);
  const all = new Map();
  for (const [index, each] of members.entries()) {
    let last = 0;
    for (let count = 0; count < 400; count += 1) {
      const { seq, text } = await each.next();
      assert.ok(seq > last);
      assert.notEqual(text, `${index}`);
      assert.equal(all.get(seq) ?? text, text);
      all.set(seq, text);
      last = seq;
    }
  }
  assert.deepEqual([all.size, Math.max(...all.keys())], [500, 500]);
  await Promise.all(members.map((each) => each.leave()));
});

test('of a member that sends much at once, no two messages are taken in one turn of the event loop', async () => {
  const ours = openRooms(openRegister());
  const turns = [];
  let turn = 0;
  const say = (seat, text) => {
    turns.push(turn);
    setImmediate(() => (turn += 1));
    ours.say(seat, text);
  };
  const own = createApp({ rooms: { ...ours, say } });
  await own.listen({ port: 0, host: '127.0.0.1' });
  const [a, b] = [await joinRoom(own.server.address().port, 'x'), await joinRoom(own.server.address().port, 'x')];
  for (let count = 0; count < 200; count += 1) a.say(`${count}`);
  for (let count = 0; count < 200; count += 1) await b.next();
  assert.equal(new Set(turns).size, 200);
  await own.close();
});

test('a member that has just joined misses nothing', async () => {
  const { room, members } = await fill(1);
  for (let round = 1; round <= 50; round += 1) {
    const late = await joinRoom(port, room);
    members[0].say(`${round}`);
    assert.deepEqual(await late.next(), { room, seq: round, text: `${round}` });
    await late.leave();
  }
  await members[0].leave();
});

test('a room begins anew when all have left it, however they left', async () => {
  const { room, members } = await fill(2);
  members[0].say('old');
  await members[1].next();
  await members[0].leave();
  members[1].socket.send('no JSON');
  await members[1].closed;
  const [a, b] = [await joinRoom(port, room), await joinRoom(port, room)];
  a.say('new');
  assert.deepEqual(await b.next(), { room, seq: 1, text: 'new' });
  await Promise.all([a.leave(), b.leave()]);
});

const wrong = {
  'is no JSON': [1008, (socket) => socket.send('hello')],
  'has no text': [1008, (socket) => socket.send('{}')],
  'is binary': [1003, (socket) => socket.send(Buffer.from('{"text":"a"}'))],
  'is no UTF-8': [1007, (socket) => socket.send(Buffer.from('{"text":"\xff"}', 'latin1'), { binary: false })],
  'is longer than 16 KiB': [1009, (socket) => socket.send('{"text":"a"}'.padEnd(16 * 1024 + 1))],
  'is longer than 16 KiB in its parts': [
    1009,
    (socket) => {
      socket.send('{"text":"a"}'.padEnd(16 * 1024), { fin: false });
      socket.send(' ', { fin: true });
    },
  ],
};
for (const [name, [code, send]] of Object.entries(wrong)) {
  test(`a message that ${name} closes its connection with ${code}, and the others hear nothing of it`, async () => {
    const accepted = once(app.server, 'connection');
    const { room, members } = await fill(3);
    const [a, b, c] = members;
    const [served] = await accepted;
    send(a.socket);
    for (let count = 0; count < 100; count += 1) a.socket.send(JSON.stringify({ text: 'more' }).padEnd(16 * 1024));
    assert.equal(await a.closed, code);
    // Were it cut off with these unread, a reset could overtake the code of the close.
    if (!served.closed) await once(served, 'close');
    assert.ok(served.readableEnded);
    b.say('still here');
    assert.deepEqual(await c.next(), { room, seq: 1, text: 'still here' });
    assert.equal(b.kept.length, 0);
    await Promise.all([b.leave(), c.leave()]);
  });
}

test('a message of 16 KiB is taken, also in parts', async () => {
  const { members } = await fill(2);
  const [a, b] = members;
  a.socket.send('{"text":"whole"}'.padEnd(16 * 1024));
  a.socket.send('{"te', { fin: false });
  a.socket.send('xt":"', { fin: false });
  a.socket.ping();
  a.socket.send('parts"}', { fin: true });
  assert.deepEqual([(await b.next()).text, (await b.next()).text], ['whole', 'parts']);
  await Promise.all([a.leave(), b.leave()]);
});

test('a ping is answered by its pong and a close by its code', async () => {
  for (const code of [1000, 1001, 3000, 4999]) {
    const { members } = await fill(1);
    members[0].socket.ping('payload');
    const [payload] = await once(members[0].socket, 'pong');
    assert.equal(String(payload), 'payload');
    members[0].socket.close(code);
    assert.equal(await members[0].closed, code);
  }
});

test('no extension and no sub-protocol is agreed', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?room=a`, ['chat', 'soap'], { perMessageDeflate: true });
  // The client itself refuses an answer without any of the sub-protocols it offered.
  const [[{ headers, statusCode }]] = await Promise.all([once(socket, 'upgrade'), once(socket, 'error')]);
  assert.deepEqual(
    [statusCode, headers['sec-websocket-protocol'], headers['sec-websocket-extensions']],
    [101, undefined, undefined],
  );
});

test('a member that does not read is ended, and the others do not wait for it', async () => {
  const accepted = [];
  app.server.on('connection', (socket) => accepted.push(socket));
  const { members } = await fill(3);
  const [a, deaf, c] = members;
  const served = accepted[1];
  let most = 0;
  deaf.socket.pause();
  const text = '🪴'.repeat(1000);
  let seq = 0;
  while (!served.destroyed) {
    for (let count = 0; count < 20; count += 1) a.say(text);
    for (let count = 0; count < 20; count += 1) {
      const heard = await c.next();
      seq += 1;
      assert.equal(heard.seq, seq);
      if (!served.destroyed) most = Math.max(most, served.writableLength);
    }
    assert.ok(seq < 20_000);
  }
  assert.ok(most > 512 * 1024 && most <= 1024 * 1024, `${most} bytes waited`);
  a.say('after it');
  assert.equal((await c.next()).text, 'after it');
  deaf.socket.terminate();
  await Promise.all([a.leave(), c.leave()]);
});

/** Sends a request as it is and resolves with the answer, when the service has ended the connection or said it all. */
async function exchange(head) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  let text = '';
  for await (const piece of socket) {
    text += piece;
    if (/\r\n\r\n\{.*\}$/s.test(text) && !/connection: close/i.test(text)) break;
  }
  socket.destroy();
  const [top, body] = text.split('\r\n\r\n');
  return { status: Number(text.slice(9, 12)), top: top.toLowerCase(), body: JSON.parse(body || 'null') };
}

const upgrade = (target, changes = {}) => {
  const headers = {
    host: 'a',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...changes,
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== undefined);
  return [`GET ${target} HTTP/1.1`, ...lines.map((line) => line.join(': '))];
};

test('a room that is not 1 to 32 of a-z, 0-9 and - is answered with 400', async () => {
  const names = ['', 'A', 'a_b', 'a%20', 'a%0A', '%C3%A9', 'a&room=b', 'a'.repeat(33)];
  for (const name of [...names.map((each) => `?room=${each}`), '', '?rooms=a']) {
    const { status, top, body } = await exchange(upgrade(`/chat${name}`));
    assert.deepEqual([status, Object.keys(body)], [400, ['error']], name);
    assert.match(top, /\r\nconnection: close/);
  }
  await (await joinRoom(port, `a-0${'z'.repeat(29)}`)).leave();
});

test('a request without the upgrade is answered with 426 and says what is needed', async () => {
  for (const changes of [{ connection: undefined, upgrade: undefined }, { upgrade: 'h2c' }, { upgrade: undefined }]) {
    const { status, top, body } = await exchange(upgrade('/chat?room=a', changes));
    assert.deepEqual([status, Object.keys(body)], [426, ['error']]);
    assert.match(top, /\r\nupgrade: websocket/);
  }
  assert.equal((await app.inject({ url: '/chat?room=a' })).statusCode, 426);
});

test('another version is answered with 426 and ours, and a missing or broken key with 400', async () => {
  for (const version of ['8', '14', '013', undefined]) {
    const { status, top, body } = await exchange(upgrade('/chat?room=a', { 'sec-websocket-version': version }));
    assert.deepEqual([status, Object.keys(body)], [426, ['error']]);
    assert.match(top, /\r\nsec-websocket-version: 13/);
  }
  for (const key of [undefined, 'abc', 'dGhlIHNhbXBsZSBub25jZQ']) {
    const { status, body } = await exchange(upgrade('/chat?room=a', { 'sec-websocket-key': key }));
    assert.deepEqual([status, Object.keys(body)], [400, ['error']]);
  }
});

test('elsewhere the wish for an upgrade changes nothing', async () => {
  assert.deepEqual((await exchange(upgrade('/health'))).body, { status: 'ok' });
  assert.equal((await exchange(upgrade('/chat/?room=a'))).status, 404);
  assert.equal((await exchange(upgrade('/hello', { upgrade: 'h2c' }))).status, 200);
});

test('when the service stops, members are closed with 1001', async () => {
  const stopping = createApp({});
  await stopping.listen({ port: 0, host: '127.0.0.1' });
  const members = [];
  for (const room of ['a', 'a', 'b']) members.push(await joinRoom(stopping.server.address().port, room));
  await stopping.close();
  assert.deepEqual(await Promise.all(members.map(({ closed }) => closed)), [1001, 1001, 1001]);
});
