import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splice } from '../../records/splice.ts';
import { openArena, ROOT } from './arena.ts';
import { measure, type Lengths } from './measure.ts';
import { findPeers } from './peers.ts';
import { machine } from './rounds.ts';
import { excerpt } from './tables.ts';
import { STALLS } from './theory.ts';

/**
 * Our generator beside its peers: `npm run bench:loadgen -- [--install] [--quick] [--seed N] [--json] [--write]`, about fifteen
 * minutes, on a machine with nothing else to do. The null server has core 0, each generator core 1.
 */
const { values: given } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const WHOLE: Lengths = { closed: [5, 4], open: [4, 6], stall: STALLS.seconds, flat: 4, even: 4 };
/** To try the bench itself: such figures mean little and are written nowhere. */
const QUICK: Lengths = { closed: [2, 1], open: [2, 2], stall: 10, flat: 1, even: 2 };

const PAGE = join(ROOT, 'docs', 'loadgen.md');
const announce = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

if (given.quick && given.write) throw new Error('--write: not with --quick, whose figures are not for a page');
const peers = findPeers(ROOT, given.install, announce);
const arena = await openArena('bench');
try {
  const seed = Number(given.seed);
  const measured = await measure(arena, peers, { lengths: given.quick ? QUICK : WHOLE, seed }, announce);
  const conditions = [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine()}; CPU of whole process trees counted by ${arena.rung}; seed ${seed}.`,
    `Made by \`npm run bench:loadgen -- --seed ${seed}${given.write ? ' --write' : ''}\`, with these peers:`,
  ];
  const text = excerpt(measured, peers, conditions);
  process.stdout.write(given.json ? `${JSON.stringify({ conditions, peers, ...measured })}\n` : `${text}\n`);
  if (given.write) {
    const spliced = splice(readFileSync(PAGE, 'utf8'), text, 'bench');
    if (!spliced.ok) throw new Error(`docs/loadgen.md: ${spliced.problem}`);
    writeFileSync(PAGE, spliced.text);
  }
} finally {
  await arena.close();
}
