import { startServer } from '../server.ts';
import { isLive } from './subject.ts';

const server = startServer();
await server.request('after half a minute', () =>
  isLive(new Date('2026-01-01T10:00:00Z'), new Date('2026-01-01T10:00:30Z')),
);
server.end();
