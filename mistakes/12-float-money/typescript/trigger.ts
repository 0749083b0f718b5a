import { startServer } from '../server.ts';
import { isPaid } from './subject.ts';

const server = startServer();
await server.request('0.10 and 0.20 of 0.30', () => isPaid([0.1, 0.2], 0.3));
server.end();
