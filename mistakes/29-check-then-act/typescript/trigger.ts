import { startServer } from '../server.ts';
import { redeem } from './subject.ts';

const server = startServer();
await server.request('twice at once', async () => {
  const redeemed = new Set<string>();
  const answers = await Promise.all([redeem(redeemed, 'SPRING'), redeem(redeemed, 'SPRING')]);
  return answers.toSorted();
});
server.end();
