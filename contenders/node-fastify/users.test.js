import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usersOn } from './users.js';

const ROW = { id: 7, email: 'a@x', first_name: 'Zoé', last_name: "O'Brien", country: 'FR', balance_cents: -5 };

/** A pool that answers with these rows and notes by which method it was asked what. */
function fakePool(rows) {
  const noted = [];
  const answer = (method) =>
    function answerBy(statement, parameters) {
      assert.equal(this.noted, noted, 'the pool is asked by its own method');
      noted.push([method, statement.split(' ')[0], parameters]);
      return Promise.resolve([rows, []]);
    };
  return { noted, execute: answer('execute'), query: answer('query'), end: () => Promise.resolve('ended') };
}

for (const [statements, method] of [['prepared', 'execute'], ['text', 'query']]) {
  test(`with statements ${statements} a user is read by one ${method}, with the address apart`, async () => {
    const pool = fakePool([ROW]);
    const user = { id: 7, email: 'a@x', firstName: 'Zoé', lastName: "O'Brien", country: 'FR', balanceCents: -5 };
    assert.deepEqual(await usersOn(pool, statements).findByEmail('a@x'), user);
    assert.deepEqual(pool.noted, [[method, 'SELECT', ['a@x']]]);
  });

  test(`with statements ${statements} an address that nobody has is nobody`, async () => {
    assert.equal(await usersOn(fakePool([]), statements).findByEmail('a@x'), null);
  });
}

test('to close users ends their pool', async () => {
  assert.equal(await usersOn(fakePool([]), 'prepared').close(), 'ended');
});
