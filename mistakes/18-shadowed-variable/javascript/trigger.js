import { startServer } from '../server.ts';
import { finalPrice } from './subject.js';

const server = startServer();
await server.request('with a coupon', () => finalPrice(100, 30));
server.end();
