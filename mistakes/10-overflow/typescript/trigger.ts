import { startServer } from '../server.ts';
import { lineTotal } from './subject.ts';

const server = startServer();
await server.request('very much', () => lineTotal(3_000_000_001, 4_000_000_001));
server.end();
