import { startServer } from '../server.ts';
import { placeOrder, Store } from './subject.js';

const server = startServer();
await server.request('an order of two lines', async () => {
  const store = new Store();
  await placeOrder(store, ['tea', 'cup']);
  return store.lines.length;
});
server.end();
