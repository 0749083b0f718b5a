import { parentPort, workerData } from 'node:worker_threads';
import { CELLS } from './cells.ts';
import { tally } from './simulation.ts';

/** What a worker is asked: a cell, how often, and the seed. */
export interface Asked {
  readonly cell: string;
  readonly runs: number;
  readonly seed: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- handed over by `prove.ts`, which has the same type
const { cell: id, runs, seed } = workerData as Asked;
const cell = CELLS.find((one) => one.id === id);
if (cell === undefined || parentPort === null) throw new Error(`no cell ${id}, or no parent to answer`);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node, not a window
parentPort.postMessage(tally(cell.setup, cell.metrics, runs, seed));
