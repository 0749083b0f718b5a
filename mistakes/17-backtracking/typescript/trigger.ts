import { startServer } from '../server.ts';
import { isName } from './subject.ts';

const server = startServer();
await server.request('forty letters and a mark', () => isName(`${'a'.repeat(40)}!`));
server.end();
