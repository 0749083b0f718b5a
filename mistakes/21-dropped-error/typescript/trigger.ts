import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../server.ts';
import { saveAll } from './subject.ts';

const server = startServer();
await server.request('a folder that is not there', () =>
  saveAll(join(tmpdir(), 'not', 'there'), new Map([['a.txt', 'A']])),
);
server.end();
