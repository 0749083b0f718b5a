import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuplicateThreads } from './duplicate-threads.js';
import { findDuplicates } from './duplicates.js';

const unexpected = (reason) => assert.fail(reason);

test('every batch gets its own answer, with more batches than threads', async () => {
  const threads = await openDuplicateThreads(2, unexpected);
  const batches = Array.from({ length: 20 }, (_, index) => ({ names: ['name', 'n'.repeat(index + 1)], limit: 10 }));
  assert.deepEqual(await Promise.all(batches.map(threads.find)), batches.map(findDuplicates));
  await threads.close();
});

test('the computing thread leaves the main thread free', async () => {
  const threads = await openDuplicateThreads(1, unexpected);
  const names = Array.from({ length: 200 }, (_, index) => `${index}`.padEnd(64, 'x'));
  const before = performance.eventLoopUtilization();
  await threads.find({ names, limit: 10 });
  assert.ok(performance.eventLoopUtilization(before).utilization < 0.5);
  await threads.close();
});

test('a thread that dies is told, with the reason', async () => {
  const { promise: death, resolve } = Promise.withResolvers();
  const threads = await openDuplicateThreads(1, resolve);
  threads.find({ names: 'not a list' });
  const reason = await death;
  assert.match(reason.message, /ended unasked \(exit code 1\)/);
  assert.match(reason.cause.message, /names\.map is not a function/);
  await threads.close();
});
