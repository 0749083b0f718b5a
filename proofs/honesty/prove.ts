import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { say } from '../run-bakeoff.ts';
import { broken, CELLS, type Cell } from './cells.ts';
import { simulationTable } from './page.ts';
import type { Tally } from './simulation.ts';
import type { Asked } from './worker.ts';
import { publish } from './publish.ts';

/**
 * How often the verdict is right, simulated through the code that stops real runs. `npm run honesty`: 2,000 runs a cell, a few minutes;
 * `npm run honesty -- --runs 20000 --write` as docs/honesty.md has it, half an hour; `--only NOISE` runs the cells of one kind of noise.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
if (!Number.isSafeInteger(runs) || runs < 100)
  throw new Error(`--runs: expected a whole number from 100, got ${values.runs}`);

const { only, write } = values;
if (write === true && only !== undefined) throw new Error('--write: the page has all of them, so not with --only');
const chosen = CELLS.filter(({ id }) => only === undefined || id.startsWith(`${only}/`));
if (chosen.length === 0) {
  const kinds = new Set(CELLS.map(({ id }) => id.split('/')[0]));
  throw new Error(`--only: must be one of ${[...kinds].join(', ')}, got ${only}`);
}

function inWorker(asked: Asked): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: asked });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Each cell once, as many at a time as there are cores; its line as soon as it is known. */
async function simulateAll(): Promise<ReadonlyMap<string, Tally>> {
  const found = new Map<string, Tally>();
  const left = [...chosen];
  const lane = async (): Promise<void> => {
    for (let cell = left.shift(); cell !== undefined; cell = left.shift()) {
      const tally = await inWorker({ cell: cell.id, runs, seed });
      found.set(cell.id, tally);
      tell(cell, tally);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return found;
}

let held = true;

function tell(cell: Cell, tally: Tally): void {
  const wrong = broken(cell, tally);
  const figures = cell.limits.map(
    ({ what, least, most }) => `${what} ${tally[what].toFixed(4)} in [${least}, ${most}]`,
  );
  held = say(wrong.length === 0, `${cell.id}: ${figures.join(', ')}; ${tally.meanBlocks.toFixed(1)} blocks`) && held;
}

const tallies = await simulateAll();
const table = simulationTable(chosen, tallies);
process.stdout.write(`\n${table}\n`);
if (write === true) {
  publish(table, 'simulation');
}
process.exitCode = held ? 0 : 1;
