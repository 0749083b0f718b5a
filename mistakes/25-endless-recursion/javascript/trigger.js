import { startServer } from '../server.ts';
import { depthOf } from './subject.js';

const server = startServer();
const circle = new Map([
  ['ann', 'bob'],
  ['bob', 'ann'],
]);
await server.request('a circle', () => depthOf(circle, 'ann'));
server.end();
