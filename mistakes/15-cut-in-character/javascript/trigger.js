import { startServer } from '../server.ts';
import { preview } from './subject.js';

const server = startServer();
await server.request('a picture at the cut', () => preview('Welcome🎉 Ann'));
server.end();
