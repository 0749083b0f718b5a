import { parseArgs } from 'node:util';
import { openArena } from '../../benches/loadgen/arena.ts';
import { say } from '../run-bakeoff.ts';
import { arrivals } from './arrivals.ts';
import { delays } from './delays.ts';
import { beyond, lag, many, rates } from './rates.ts';
import { scale } from './scale.ts';
import type { Proof } from './subject.ts';

/**
 * What the load generator claims of itself, put to the test where the truth is known: `npm run prove:loadgen -- [--only NAME]`,
 * about five minutes, on a machine with nothing else to do.
 */
const PROOFS: readonly Proof[] = [delays, arrivals, rates, beyond, lag, many, scale];

const { values: given } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = PROOFS.filter(({ name }) => given.only === undefined || name === given.only);
if (chosen.length === 0) {
  throw new Error(`--only: must be one of ${PROOFS.map(({ name }) => name).join(', ')}, got ${given.only}`);
}

let held = true;
const arena = await openArena('prove');
try {
  for (const { name, findings } of chosen) {
    for await (const { what, figure, rule, held: holds } of findings(arena)) {
      held = say(holds, `${name}: ${what}: ${figure} (${rule}): ${holds ? 'held' : 'missed'}`) && held;
    }
  }
} finally {
  await arena.close();
}
process.exitCode = held ? 0 : 1;
