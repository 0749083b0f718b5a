import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { joinRoom } from './chat-member.fixture.js';

let service;
let port;

/** A port that was free a moment ago: several processes cannot agree on one by asking for 0. */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const found = probe.address().port;
  probe.close();
  await once(probe, 'close');
  return found;
}

const isUp = () => fetch(`http://127.0.0.1:${port}/health`).then(() => true, () => false);

before(async () => {
  port = await freePort();
  const env = { PATH: process.env.PATH, PORT: String(port), CORES: '2' };
  service = spawn(process.execPath, ['server.js'], { cwd: import.meta.dirname, env, stdio: 'inherit' });
  while (!(await isUp())) await setTimeout(20);
});
after(() => service.kill('SIGKILL'));

test('with two processes all members of a room hear each other, in one order', async () => {
  const members = [];
  // Node's cluster hands connections to its workers in turn.
  for (let count = 0; count < 6; count += 1) members.push(await joinRoom(port, 'whole'));
  for (let round = 0; round < 50; round += 1) for (const [index, { say }] of members.entries()) say(`${index}`);
  const all = new Map();
  for (const [index, member] of members.entries()) {
    let last = 0;
    for (let count = 0; count < 250; count += 1) {
      const { seq, text } = await member.next();
      assert.ok(seq > last && text !== `${index}` && (all.get(seq) ?? text) === text);
      all.set(seq, text);
      last = seq;
    }
  }
  assert.deepEqual([all.size, Math.max(...all.keys())], [300, 300]);
  await Promise.all(members.map(({ leave }) => leave()));
});

test('with two processes who has just joined misses nothing, and a room that is left begins anew', async () => {
  for (let round = 0; round < 50; round += 1) {
    const [a, b] = [await joinRoom(port, 'again'), await joinRoom(port, 'again')];
    a.say('first');
    assert.deepEqual(await b.next(), { room: 'again', seq: 1, text: 'first' });
    await Promise.all([a.leave(), b.leave()]);
  }
});

test('a signal to stop closes the members of all processes with 1001 and ends the service', async () => {
  const members = await Promise.all(Array.from({ length: 4 }, () => joinRoom(port, 'last')));
  const ended = once(service, 'exit');
  service.kill('SIGTERM');
  assert.deepEqual(await Promise.all(members.map(({ closed }) => closed)), [1001, 1001, 1001, 1001]);
  assert.deepEqual(await ended, [0, null]);
});
