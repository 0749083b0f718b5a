import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRegister } from './room-register.js';
import { openRooms } from './rooms.js';

/** What a room needs of a WebSocket; it notes what it is sent. */
function openSocket() {
  return {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    isPaused: false,
    sent: [],
    send(bytes) {
      this.sent.push(bytes);
    },
    terminate() {
      this.readyState = 2;
    },
    pause() {
      this.isPaused = true;
    },
    resume() {
      this.isPaused = false;
    },
  };
}

async function join(rooms, name) {
  const { seat, entry } = rooms.takeSeat(name);
  await entry;
  seat.socket = openSocket();
  return seat;
}

const heard = ({ socket }) => socket.sent.map((bytes) => JSON.parse(bytes));

test('what one says all others of the room hear in one order, encoded once', async () => {
  const rooms = openRooms(openRegister());
  const [a, b, c] = [await join(rooms, 'x'), await join(rooms, 'x'), await join(rooms, 'x')];
  const elsewhere = await join(rooms, 'y');
  rooms.say(a, 'one');
  rooms.say(b, 'two');
  assert.deepEqual(heard(c), [
    { room: 'x', seq: 1, text: 'one' },
    { room: 'x', seq: 2, text: 'two' },
  ]);
  assert.deepEqual([heard(a).length, heard(b).length, heard(elsewhere).length], [1, 1, 0]);
  assert.equal(b.socket.sent[0], c.socket.sent[0]);
  assert.equal(a.socket.isPaused, false);
});

test('a member for which more than 1 MiB waits is ended, and the others are not', async () => {
  const rooms = openRooms(openRegister());
  const [a, slow, c] = [await join(rooms, 'x'), await join(rooms, 'x'), await join(rooms, 'x')];
  slow.socket.bufferedAmount = 1024 * 1024;
  rooms.say(a, 'one');
  assert.equal(slow.socket.readyState, 1);
  slow.socket.bufferedAmount += 1;
  rooms.say(a, 'two');
  assert.equal(slow.socket.readyState, 2);
  rooms.say(a, 'three');
  assert.deepEqual([slow.socket.sent.length, c.socket.sent.length], [2, 3]);
});

test('the numbers of a room begin anew when its last member has left, or is about to', async () => {
  const rooms = openRooms(openRegister());
  const [a, b] = [await join(rooms, 'x'), await join(rooms, 'x')];
  rooms.say(a, 'one');
  rooms.giveUpSeat(a);
  const c = await join(rooms, 'x');
  rooms.say(b, 'two');
  assert.deepEqual(heard(c), [{ room: 'x', seq: 2, text: 'two' }]);

  for (const { socket } of [b, c]) socket.readyState = 2;
  const [d, e] = [await join(rooms, 'x'), await join(rooms, 'x')];
  for (const seat of [b, c]) rooms.giveUpSeat(seat);
  rooms.say(d, 'new');
  assert.deepEqual(heard(e), [{ room: 'x', seq: 1, text: 'new' }]);
});

test('a seat that is taken keeps the room, also before its connection is a WebSocket', async () => {
  const rooms = openRooms(openRegister());
  const [a, b] = [await join(rooms, 'x'), await join(rooms, 'x')];
  rooms.say(a, 'one');
  const { seat } = rooms.takeSeat('x');
  rooms.giveUpSeat(a);
  rooms.giveUpSeat(b);
  seat.socket = openSocket();
  rooms.say(await join(rooms, 'x'), 'two');
  assert.deepEqual(heard(seat), [{ room: 'x', seq: 2, text: 'two' }]);
});

test('a seat that is given up while the room is being entered leaves nothing behind', async () => {
  const register = openRegister();
  const left = [];
  const rooms = openRooms({ ...register, leave: (name) => left.push(name) });
  const { seat, entry } = rooms.takeSeat('x');
  rooms.giveUpSeat(seat);
  assert.deepEqual(left, []);
  await entry;
  assert.deepEqual(left, ['x']);
});

test('what a member has said is heard although it left before that had its number', async () => {
  const register = openRegister();
  const late = [];
  const rooms = openRooms({ ...register, say: (...said) => late.push(() => register.say(...said)) });
  const [a, b] = [await join(rooms, 'x'), await join(rooms, 'x')];
  for (const text of ['one', 'two', 'three']) rooms.say(a, text);
  a.socket.readyState = 2;
  rooms.giveUpSeat(a);
  assert.equal(late.length, 1);
  late.shift()();
  // Now nobody is left but what is still to be said: that belongs to this room, not to one that begins anew.
  b.socket.readyState = 2;
  const c = await join(rooms, 'x');
  while (late.length > 0) late.shift()();
  assert.deepEqual(heard(b).map(({ text }) => text), ['one']);
  assert.deepEqual(heard(c).map(({ seq, text }) => `${seq} ${text}`), ['2 two', '3 three']);
});
