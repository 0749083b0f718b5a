import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Starts a fixed number of threads that look for duplicates, each one batch at a time; what none is free for waits in
 * one queue without bound. Resolves when all are ready.
 *
 * @param {number} count
 * @param {(reason: Error) => void} whenOneDies a thread is never replaced: its batch is lost, and nobody would see it
 */
export async function openDuplicateThreads(count, whenOneDies) {
  const threads = Array.from({ length: count }, () => new Worker(new URL('./duplicate-thread.js', import.meta.url)));
  const idle = [...threads];
  const waiting = [];
  let closing = false;

  for (const thread of threads) {
    let failure;
    thread.on('error', (error) => (failure = error));
    thread.on('exit', (code) => {
      if (!closing) whenOneDies(new Error(`a thread ended unasked (exit code ${code})`, { cause: failure }));
    });
  }
  await Promise.all(threads.map((thread) => once(thread, 'message')));

  function start(thread, { batch, resolve }) {
    thread.once('message', (found) => {
      resolve(found);
      const next = waiting.shift();
      if (next === undefined) idle.push(thread);
      else start(thread, next);
    });
    thread.postMessage(batch);
  }

  return {
    /** As findDuplicates, on a thread. */
    find: (batch) =>
      new Promise((resolve) => {
        const thread = idle.pop();
        if (thread === undefined) waiting.push({ batch, resolve });
        else start(thread, { batch, resolve });
      }),
    close() {
      closing = true;
      return Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
