import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { remove } from './subject.js';

for (const [user, status] of [
  ['admin', 204],
  ['ann', 403],
]) {
  test(`a deletion by ${user} is answered with ${status}`, async (context) => {
    const server = createServer((request, response) => remove(new Map([['/1', 'item']]), request, response));
    context.after(() => server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/1`, { method: 'DELETE', headers: { user } });
    assert.equal(answer.status, status);
  });
}
