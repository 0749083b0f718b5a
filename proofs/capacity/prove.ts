import { NO_SERVICES } from '../../src/doing/service/service.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cloneAt } from '../../setup/clone.mjs';
import { isLoadgenSettled, loadgenPath, settleLoadgen } from '../../setup/loadgen.mjs';
import { findRust } from '../../setup/toolchains.mjs';
import type { Enclosed, Isolation } from '../../src/doing/enclosure/enclosure.ts';
import { openIsolation } from '../../src/doing/enclosure/isolation.ts';
import { measureCeiling } from '../../src/doing/generator/own-limits.ts';
import { STEP_RATIO } from '../../src/thinking/capacity/grid.ts';
import { seededDraws, seedFor } from '../../src/thinking/estimate/draws.ts';
import { GENERATOR_CALIBRATION } from '../../src/thinking/plan/duration.ts';
import { mostOffered } from '../../src/thinking/plan/generator-room.ts';
import { ROOT, say } from '../run-bakeoff.ts';
import type { FoundCapacity } from '../../src/thinking/measurement/measurement.ts';
import { CONNECTIONS, searchLimited, type Lab } from './limited.ts';

/**
 * Ground truth for the capacity: a server that answers so many requests a second and no more. `npm run prove:capacity`, about half an
 * hour, on two cores of a machine with nothing else to do.
 *
 * 1. of 20 searches at least 19 find the limit to within one grid step;
 * 2. as many do beside a neighbour that takes the server's core for 2 s at random moments.
 *
 * `--searches N` makes it shorter, `--seed N` draws other limits, `--only alone` or `--only beside` carries out one of the two.
 */
const { values } = parseArgs({
  options: {
    searches: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const searches = Number(values.searches);
const seed = Number(values.seed);
if (!Number.isSafeInteger(searches) || searches < 1)
  throw new Error(`--searches: expected a whole number from 1, got ${values.searches}`);

const LEAST_PER_S = 500;
const MOST_PER_S = 5000;
/** 19 of 20. */
const SHARE = 0.95;
const SETTINGS = ['alone', 'beside'] as const;
type Setting = (typeof SETTINGS)[number];
const chosen = SETTINGS.filter((setting) => values.only === undefined || setting === values.only);
if (chosen.length === 0) throw new Error(`--only: must be one of ${SETTINGS.join(', ')}, got ${values.only}`);

async function openLab(isolation: Isolation): Promise<Lab> {
  const clone = cloneAt(ROOT, process.env);
  const missing = isLoadgenSettled(clone) ? null : settleLoadgen(clone, findRust(clone)?.path ?? null);
  if (missing !== null) throw new Error(`missing: ${missing.what}; to get it: ${missing.command}`);
  const { signal } = new AbortController();
  const cores = { contender: [0], rest: [1], shared: false };
  const loadgen = loadgenPath(clone);
  const directory = isolation.temporaryDirectory('capacity');
  const own = { isolation, program: loadgen, directory, signal };
  const { contender: contenderCores, rest: generatorCores } = cores;
  const setting = { contenderCores, generatorCores, realtime: true, connections: CONNECTIONS, rooms: null, seed };
  const ceiling = await measureCeiling(own, 'ceiling', setting, GENERATOR_CALIBRATION);
  if (!ceiling.ok) throw new Error(ceiling.problem.reason);
  const clocks = { clock: () => performance.now(), now: () => new Date() };
  return {
    isolation,
    loadgen,
    directory,
    cores,
    services: NO_SERVICES,
    ...clocks,
    signal,
    mostPerS: mostOffered(ceiling.value),
  };
}

async function startNeighbour({ isolation, cores, directory }: Lab): Promise<Enclosed> {
  const program = join(import.meta.dirname, 'neighbour.ts');
  const started = await isolation.start({
    name: 'neighbour',
    argv: [process.execPath, program, String(seedFor(seed, 'neighbour'))],
    cwd: directory,
    env: {},
    cores: cores.contender,
    memoryMiB: null,
    pids: null,
    stdin: 'none',
    onLine: null,
  });
  if (!started.ok) throw new Error(`the neighbour did not start: ${started.problem.reason}`);
  return started.value;
}

function isWithinOneStep(found: number, limitPerS: number): boolean {
  return limitPerS <= found * STEP_RATIO && found <= limitPerS * STEP_RATIO;
}

/** One line of the table. */
function tell(setting: Setting, limitPerS: number, { perSecond, end, attempts, tookS }: FoundCapacity): boolean {
  const held = perSecond !== null && isWithinOneStep(perSecond, limitPerS);
  const off = perSecond === null ? end : `${perSecond}/s, ${((perSecond / limitPerS - 1) * 100).toFixed(1)} %`;
  const voids = new Map<string, number>();
  for (const { outcome, why } of attempts) {
    if (outcome === 'void' && why !== null) voids.set(why, (voids.get(why) ?? 0) + 1);
  }
  const reasons = [...voids].map(([reason, times]) => `${times} ${reason}`).join(', ');
  const counted = `${attempts.length} attempts, void: ${reasons === '' ? 'none' : reasons}`;
  return say(held, `${setting}: limit ${limitPerS}/s, found ${off}, ${counted}, ${tookS.toFixed(1)} s`);
}

async function searchAll(lab: Lab, setting: Setting): Promise<boolean> {
  const from = lab.clock();
  const draws = seededDraws(seedFor(seed, setting));
  const neighbour = setting === 'beside' ? await startNeighbour(lab) : null;
  let held = 0;
  try {
    for (let nth = 0; nth < searches; nth += 1) {
      const limitPerS = LEAST_PER_S + draws.below(MOST_PER_S - LEAST_PER_S + 1);
      const searched = await searchLimited(lab, limitPerS, `${setting}-${nth}`, draws.below(2 ** 31));
      if (tell(setting, limitPerS, searched)) held += 1;
    }
  } finally {
    await neighbour?.stop(0);
  }
  const least = Math.ceil(SHARE * searches);
  const minutes = ((lab.clock() - from) / 60_000).toFixed(1);
  return say(
    held >= least,
    `${setting}: ${held} of ${searches} within one grid step (at least ${least}), ${minutes} minutes`,
  );
}

let held = true;
const isolation = await openIsolation({ run: 'capacity' });
try {
  const lab = await openLab(isolation);
  for (const setting of chosen) held = (await searchAll(lab, setting)) && held;
} finally {
  await isolation.close();
}
process.exitCode = held ? 0 : 1;
