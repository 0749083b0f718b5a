import { startServer } from '../server.ts';
import { valueOf } from './subject.ts';

const server = startServer();
await server.request('no mark', () => valueOf('verbose'));
server.end();
