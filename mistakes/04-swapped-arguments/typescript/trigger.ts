import { startServer } from '../server.ts';
import { refund } from './subject.ts';

const server = startServer();
const accounts = new Map([
  ['shop', 100],
  ['ann', 100],
]);
await server.request('refund', () => {
  refund(accounts, 'ann', 30);
  return accounts.get('ann');
});
server.end();
