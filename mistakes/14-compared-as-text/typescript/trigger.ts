import { startServer } from '../server.ts';
import { isSupported } from './subject.ts';

const server = startServer();
await server.request('2.10 where 2.9 is the oldest', () => isSupported('2.10', '2.9'));
server.end();
