import { once } from 'node:events';
import { createServer } from 'node:http';
import { startServer } from '../server.ts';
import { remove } from './subject.js';

const server = startServer();
await server.request('deletion by somebody else', async () => {
  const items = new Map([['/1', 'item']]);
  const listening = createServer((request, response) => remove(items, request, response));
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  await fetch(`http://127.0.0.1:${listening.address().port}/1`, { method: 'DELETE', headers: { user: 'ann' } });
  listening.close();
  return items.size;
});
server.end();
