import { startServer } from '../server.ts';
import { approverOf } from './subject.ts';

const server = startServer();
await server.request('head', () => approverOf({ name: 'Head' }));
server.end();
