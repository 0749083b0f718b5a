import { startServer } from '../server.ts';
import { valueOf } from './subject.js';

const server = startServer();
await server.request('no mark', () => valueOf('verbose'));
server.end();
