import { startServer } from '../server.ts';
import { page } from './subject.js';

const server = startServer();
await server.request('first page', () => page([1, 2, 3, 4, 5], 1, 2));
server.end();
