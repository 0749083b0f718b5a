import { startServer } from '../server.ts';
import { poolForReports } from './subject.js';

const server = startServer();
await server.request('timeout of reports', () => poolForReports().timeoutMs);
server.end();
