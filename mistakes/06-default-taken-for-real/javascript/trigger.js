import { startServer } from '../server.ts';
import { mayAddProject } from './subject.js';

const server = startServer();
await server.request('sixth project of a team', () => mayAddProject('team', 5));
server.end();
