import { startServer } from '../server.ts';
import { Account, transfer } from './subject.js';

const server = startServer();
await server.request('both ways at once', async () => {
  const [ann, bob] = [new Account(1, 100), new Account(2, 100)];
  await Promise.all([transfer(ann, bob, 30), transfer(bob, ann, 10)]);
  return [ann.balance, bob.balance];
});
server.end();
