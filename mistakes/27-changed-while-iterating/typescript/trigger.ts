import { startServer } from '../server.ts';
import { dropExpired } from './subject.ts';

const server = startServer();
await server.request('two in a row', () => dropExpired([{ end: 20 }, { end: 5 }, { end: 6 }, { end: 30 }], 10));
server.end();
