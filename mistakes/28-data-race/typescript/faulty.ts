import { once } from 'node:events';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

export async function countVisits(visitors: number, pages: number): Promise<number | undefined> {
  const visits = new Int32Array(new SharedArrayBuffer(4));
  const start = (): Worker => new Worker(import.meta.filename, { workerData: { visits, pages } });
  const workers = Array.from({ length: visitors }, start);
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  return visits[0];
}

function visit(job: unknown): void {
  if (typeof job !== 'object' || job === null || !('visits' in job) || !('pages' in job)) return;
  const { visits, pages } = job;
  if (!(visits instanceof Int32Array) || typeof pages !== 'number') return;
  for (let page = 0; page < pages; page += 1) visits[0] = (visits[0] ?? 0) + 1;
}

if (!isMainThread) visit(workerData);
