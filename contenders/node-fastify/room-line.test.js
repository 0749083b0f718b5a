import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { registerOverLine, serveRegister } from './room-line.js';
import { openRegister } from './room-register.js';
import { openRooms } from './rooms.js';

/** Both ends of a channel that keeps its order and carries JSON, as Node's; `hold` lets what is sent wait. */
function openChannel() {
  const ends = [new EventEmitter(), new EventEmitter()];
  const waiting = [];
  let isHeld = false;
  const release = () => {
    isHeld = false;
    for (const pass of waiting.splice(0)) pass();
  };
  for (const [index, end] of ends.entries()) {
    end.send = (message) => {
      const text = JSON.stringify(message);
      const pass = () => process.nextTick(() => ends[1 - index].emit('message', JSON.parse(text)));
      if (isHeld) waiting.push(pass);
      else pass();
    };
  }
  return { primary: ends[0], worker: ends[1], hold: () => (isHeld = true), held: () => waiting.length, release };
}

/** The rooms of several workers with one register. */
function openWorkers(count) {
  const channels = Array.from({ length: count }, openChannel);
  serveRegister(openRegister(), channels.map(({ primary }) => primary));
  return channels.map(({ worker, ...channel }) => ({ rooms: openRooms(registerOverLine(worker)), ...channel }));
}

/** A member, with what a room needs of its WebSocket. */
async function join({ rooms }, name) {
  const { seat, entry } = rooms.takeSeat(name);
  await entry;
  const heard = [];
  seat.socket = {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    isPaused: false,
    send: (bytes) => heard.push(JSON.parse(bytes)),
    pause() {
      this.isPaused = true;
    },
    resume() {
      this.isPaused = false;
    },
  };
  return { seat, heard, say: (text) => rooms.say(seat, text), leave: () => rooms.giveUpSeat(seat) };
}

test('a room is one over all workers, with one order and one count', async () => {
  const [one, two, three] = openWorkers(3);
  const members = [await join(one, 'x'), await join(two, 'x'), await join(two, 'x'), await join(three, 'x')];
  const elsewhere = await join(three, 'y');
  for (let round = 0; round < 20; round += 1) for (const [index, { say }] of members.entries()) say(`${index}: 🪴\0`);
  while (!members.every(({ heard }) => heard.length === 60)) await setImmediate();
  const all = new Map(members.flatMap(({ heard }) => heard.map((message) => [message.seq, message])));
  const order = [...all.keys()].toSorted((a, b) => a - b);
  assert.deepEqual(order, Array.from({ length: 80 }, (_, index) => index + 1));
  for (const [index, { heard }] of members.entries()) {
    assert.deepEqual(heard, order.map((seq) => all.get(seq)).filter(({ text }) => !text.startsWith(`${index}:`)));
  }
  assert.deepEqual(elsewhere.heard, []);
});

test('one message of a member is under way at a time, and meanwhile it is not read', async () => {
  const [one, two] = openWorkers(2);
  const [a, b] = [await join(one, 'x'), await join(two, 'x')];
  one.hold();
  for (const text of ['one', 'two', 'three']) a.say(text);
  assert.deepEqual([a.seat.socket.isPaused, one.held()], [true, 1]);
  one.release();
  while (b.heard.length < 3) await setImmediate();
  assert.equal(a.seat.socket.isPaused, false);
});

test('a room that all have left begins anew, also where the news of it is still under way', async () => {
  const [one, two] = openWorkers(2);
  const [a, b] = [await join(one, 'x'), await join(one, 'x')];
  a.say('old');
  await setImmediate();
  one.hold();
  a.leave();
  // Its connection is closing and not closed.
  b.seat.socket.readyState = 2;
  const joining = join(two, 'x');
  await setImmediate();
  one.release();
  const c = await joining;
  const d = await join(one, 'x');
  c.say('new');
  await setImmediate();
  assert.deepEqual(d.heard, [{ room: 'x', seq: 1, text: 'new' }]);
});

test('a room with a member on another worker goes on', async () => {
  const [one, two, three] = openWorkers(3);
  const [a, b] = [await join(one, 'x'), await join(two, 'x')];
  a.say('one');
  await setImmediate();
  a.leave();
  const c = await join(three, 'x');
  b.say('two');
  await setImmediate();
  assert.deepEqual(c.heard, [{ room: 'x', seq: 2, text: 'two' }]);
});

test('rooms that are entered and left at the same time stay whole', async () => {
  const workers = openWorkers(2);
  for (let round = 0; round < 50; round += 1) {
    const joining = [...workers, ...workers].map((worker) => join(worker, 'x'));
    const { seat } = workers[round % 2].rooms.takeSeat('x');
    workers[round % 2].rooms.giveUpSeat(seat);
    const [a, b, c, d] = await Promise.all(joining);
    a.say('hello');
    await setImmediate();
    for (const { heard } of [b, c, d]) assert.deepEqual(heard, [{ room: 'x', seq: 1, text: 'hello' }]);
    for (const { leave } of [a, b, c, d]) leave();
  }
});
