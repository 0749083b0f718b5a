import { startServer } from '../server.ts';
import { isName } from './subject.js';

const server = startServer();
await server.request('forty letters and a mark', () => isName(`${'a'.repeat(40)}!`));
server.end();
