import { startServer } from '../server.ts';
import { mayAddProject } from './subject.ts';

const server = startServer();
await server.request('sixth project of a team', () => mayAddProject('team', 5));
server.end();
