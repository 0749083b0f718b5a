import { once } from 'node:events';
import { WebSocket } from 'ws';

/**
 * A member of a room, resolved when it has its 101. Its messages are kept from then on.
 *
 * @param {number} port
 * @param {string} room
 */
export async function joinRoom(port, room, options = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?room=${room}`, options);
  const kept = [];
  let wake = () => {};
  socket.on('message', (data, isBinary) => {
    kept.push({ data, isBinary });
    wake();
  });
  const closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
  await once(socket, 'open');
  // A connection that is cut off is seen by its close.
  socket.on('error', () => {});
  return {
    socket,
    /** Resolves with the code of the close. */
    closed,
    kept,
    say: (text) => socket.send(JSON.stringify({ text })),
    async next() {
      while (kept.length === 0) await new Promise((resolve) => (wake = resolve));
      const { data, isBinary } = kept.shift();
      if (isBinary) throw new Error('a binary message');
      return JSON.parse(data);
    },
    leave() {
      socket.close();
      return closed;
    },
  };
}
