import { startServer } from '../server.ts';
import { median } from './subject.ts';

const server = startServer();
const scores = [30, 10, 20];
await server.request('the median', () => median(scores));
await server.request('the first', () => scores[0]);
server.end();
