import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

export async function countVisits(visitors, pages) {
  const visits = new Int32Array(new SharedArrayBuffer(4));
  const start = () => new Worker(import.meta.filename, { workerData: { visits, pages } });
  const workers = Array.from({ length: visitors }, start);
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  return visits[0];
}

if (!isMainThread) {
  const { visits, pages } = workerData;
  let own = 0;
  for (let page = 0; page < pages; page += 1) own += 1;
  Atomics.add(visits, 0, own);
}
