import { startServer } from '../server.ts';
import { wordFor } from './subject.ts';

const server = startServer();
await server.request('returned', () => wordFor('returned'));
server.end();
