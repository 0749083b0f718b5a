import { once } from 'node:events';
import { createServer } from 'node:net';
import { startServer } from '../server.ts';
import { askPrice } from './subject.js';

const silent = createServer();
await once(silent.listen(0, '127.0.0.1'), 'listening');

const server = startServer();
await server.request('a silent service', () => askPrice(silent.address().port));
server.end();
