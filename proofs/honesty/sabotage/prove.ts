import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadBakeoff } from '../../../src/doing/definition/load.ts';
import type { Bakeoff } from '../../../src/thinking/plan/plan.ts';
import { ROOT, say } from '../../run-bakeoff.ts';
import { endingText, isCaught, type Ending } from './ending.ts';
import { quietMoment } from './quiet-moment.ts';
import type { Interference, Materials, Sabotage } from './sabotage.ts';
import { sabotagedRun, type ProofMeans } from './sabotaged-run.ts';
import { SABOTAGES } from './sabotages.ts';
import { provenIn, sabotageTable, shortcoming, type Attempted } from './tally.ts';
import { publish } from '../publish.ts';

/**
 * Runs into which a fault was put, through the code that is shipped: each must be refused or leave the cheat out, never give a verdict.
 * `npm run honesty:sabotage [-- --only NAME --runs N --write]`, about a minute a run, on a machine with nothing else to do.
 */
const { values: given } = parseArgs({
  options: { only: { type: 'string' }, runs: { type: 'string', default: '10' }, write: { type: 'boolean' } },
});
const runs = Number(given.runs);
if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs: expected a whole number, got ${given.runs}`);
const chosen = SABOTAGES.filter(({ id }) => given.only === undefined || id === given.only);
if (given.write === true && given.only !== undefined)
  throw new Error('--write: the page has all of them, so not with --only');
if (chosen.length === 0) {
  throw new Error(`--only: must be one of ${SABOTAGES.map(({ id }) => id).join(', ')}, got ${given.only}`);
}

const BURN = join(ROOT, 'fixtures/contenders/burn');
const VARIANTS = { honest: 'burn+thousand', skips: 'burn+skips', skipsSome: 'burn+skips-some' } as const;

/** The line-up is replaced in each run; what is loaded here are its parts. */
async function definitions(folder: string): Promise<Bakeoff> {
  const config = join(folder, 'bakeoff.yaml');
  const contenders = Object.values(VARIANTS).map((id) => BURN + id.slice('burn'.length));
  writeFileSync(config, `contenders: [${contenders.join(', ')}]\nscenarios: [hello]\nprofile: smoke\n`);
  const loaded = await loadBakeoff(config, folder);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ file, expected }) => `${file}: ${expected}`).join('; '));
  return loaded.value;
}

function materialsOf({ contenders }: Bakeoff, seed: number): Materials {
  const find = (id: string): Bakeoff['contenders'][number] => {
    const found = contenders.find((one) => one.id === id);
    if (found === undefined) throw new Error(`${id} was not loaded`);
    return found;
  };
  return { seed, honest: find(VARIANTS.honest), skips: find(VARIANTS.skips), skipsSome: find(VARIANTS.skipsSome) };
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

/** Runs without a sabotage that leave nothing of it are one and the same, so one stands for all. */
const controls = new Map<Sabotage['control'], Ending>();

/** A run without a sabotage may be refused by chance or for a neighbour; so many are tried. */
const CONTROLS = 3;

/** As many runs as were asked for. One that is refused for something else than the sabotage is made again, up to as many more. */
async function attempt(sabotage: Sabotage, means: ProofMeans): Promise<Attempted> {
  const told = async (name: string, seed: number, interfere: Sabotage['interfere']): Promise<Ending> => {
    const materials = materialsOf(means.bakeoff, seed);
    const done: Partial<Interference> = interfere(materials);
    await quietMoment(stop.signal);
    const ending = await sabotagedRun(means, materials, done);
    process.stdout.write(`      ${name}, seed ${seed}: ${endingText(ending)}\n`);
    return ending;
  };
  let control = controls.get(sabotage.control) ?? null;
  for (let seed = 1; (control === null || isCaught(control)) && seed <= CONTROLS && !stop.signal.aborted; seed++) {
    control = await told(`without ${sabotage.id}`, seed, sabotage.control);
    controls.set(sabotage.control, control);
  }
  const endings: Ending[] = [];
  for (let seed = 1; seed <= 2 * runs && provenIn({ sabotage, endings }).of < runs && !stop.signal.aborted; seed++) {
    endings.push(await told(sabotage.id, seed, sabotage.interfere));
  }
  return { sabotage, endings, control };
}

const loadgen = join(ROOT, 'loadgen/target/release/loadgen');
if (!existsSync(loadgen)) throw new Error(`${loadgen} is missing: cargo build --release in loadgen/ makes it`);
const folder = mkdtempSync(join(tmpdir(), 'bakeoff-sabotage-'));
const attempts: Attempted[] = [];
let held = true;
try {
  const bakeoff = await definitions(folder);
  const means: ProofMeans = { bakeoff, loadgen, stamps: join(folder, 'builds'), signal: stop.signal };
  for (const sabotage of chosen) {
    if (stop.signal.aborted) break;
    const attempted = await attempt(sabotage, means);
    attempts.push(attempted);
    const found = shortcoming(attempted, runs);
    const { own, of } = provenIn(attempted);
    const what = `${sabotage.id}: ${own} of ${of}${found === null ? '' : `: ${found}`}`;
    held = say(found === null, what) && held;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = sabotageTable(attempts, runs);
process.stdout.write(`\n${table}\n`);
const whole = attempts.length === chosen.length && !stop.signal.aborted;
if (given.write === true && whole) {
  publish(table, 'sabotage');
}
process.exitCode = held && whole ? 0 : 1;
