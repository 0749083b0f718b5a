import { EventEmitter } from 'node:events';
import { startServer } from '../server.ts';
import { firstHost } from './subject.js';

const server = startServer();
await server.request('no link', () => {
  const queue = new EventEmitter();
  setTimeout(() => queue.emit('message', 'nonsense'), 1);
  return firstHost(queue);
});
server.end();
