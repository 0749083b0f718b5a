import { startServer } from '../server.ts';
import { stockAfter } from './subject.js';

const server = startServer();
await server.request('quantity as text', () => stockAfter(10, '{"quantity":"3"}'));
server.end();
