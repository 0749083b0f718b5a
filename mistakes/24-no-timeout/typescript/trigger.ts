import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { startServer } from '../server.ts';
import { askPrice } from './subject.ts';

const silent = createServer();
await once(silent.listen(0, '127.0.0.1'), 'listening');
const address = silent.address();
assert(address !== null && typeof address === 'object');

const server = startServer();
await server.request('a silent service', () => askPrice(address.port));
server.end();
