import { startServer } from '../server.ts';
import { wordFor } from './subject.js';

const server = startServer();
await server.request('returned', () => wordFor('returned'));
server.end();
