import { startServer } from '../server.ts';
import { Pool, readCounter } from './subject.js';

const server = startServer();
const pool = new Pool();
for (const label of ['first', 'second', 'third']) await server.request(label, () => readCounter(pool, 'many'));
server.end(pool.taken);
