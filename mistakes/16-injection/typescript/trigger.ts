import { startServer } from '../server.ts';
import { comment } from './subject.ts';

const server = startServer();
await server.request('a script', () => comment('Eve', '<script>steal()</script>'));
server.end();
