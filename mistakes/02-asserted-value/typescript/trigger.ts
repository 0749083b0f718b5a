import { startServer } from '../server.ts';
import { tokenOf } from './subject.ts';

const server = startServer();
await server.request('no header', () => tokenOf(new Map()));
server.end();
