import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { say } from '../run-bakeoff.ts';
import { closeLab, openLab, serveShop, type Lab } from './lab.ts';
import { audited, countsOf, loaded, type Loaded } from './load.ts';

/**
 * Money and stock under trouble: each contender's shop is offered more than it can take, and then killed in the middle of a load and
 * started again. After either the database must hold what was answered: nothing lost, nothing done twice. `npm run prove:checkout`, some
 * 20 s for each run of each contender; `--runs N` (5), `--only CONTENDER`.
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, only: { type: 'string' } } });
const runs = Number(values.runs);
if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs: expected a whole number, got ${values.runs}`);

const CONTENDERS = ['node-fastify', 'go-nethttp', 'rust-axum'];
const chosen = CONTENDERS.filter((name) => values.only === undefined || name === values.only);
if (chosen.length === 0) throw new Error(`--only: must be one of ${CONTENDERS.join(', ')}, got ${values.only}`);

/** Of the rate in a closed loop. */
const OVERLOAD = 1.5;
const KILLED_AT = 0.8;
const KILL_AFTER_MS = 1200;

/** Whether orders have grown by what was answered, or by what was asked at the most; and whether every audit holds. */
async function holds(lab: Lab, what: string, before: number, done: Loaded): Promise<boolean> {
  const grown = (await countsOf(lab)) - before;
  const { correct, open } = done.orders;
  const broken = await audited(lab);
  const right = grown >= correct && grown <= correct + open && broken === null;
  const text = `${what}: ${correct} orders answered 201, ${open} asked and not answered so; the database has ${grown} more`;
  return say(right, broken === null ? text : `${text}; ${broken}`);
}

async function overloaded(lab: Lab, contender: string, run: number): Promise<boolean> {
  const serving = await serveShop(lab, contender, `overload-${run}`);
  try {
    const warm = await loaded(lab, serving, `warm-${contender}-${run}`, { kind: 'closed' }, 1500, null);
    const before = await countsOf(lab);
    const arrivals = { kind: 'open', perSecond: warm.perSecond * OVERLOAD } as const;
    const done = await loaded(lab, serving, `over-${contender}-${run}`, arrivals, 4000, null);
    // What is under way ends or is undone; then nobody writes any more.
    await sleep(500);
    return await holds(lab, `${contender}, run ${run}, at ${Math.round(arrivals.perSecond)}/s`, before, done);
  } finally {
    await serving.enclosed.stop(2000);
  }
}

async function killed(lab: Lab, contender: string, run: number): Promise<boolean> {
  const serving = await serveShop(lab, contender, `killed-${run}`);
  const warm = await loaded(lab, serving, `calm-${contender}-${run}`, { kind: 'closed' }, 1500, null);
  const before = await countsOf(lab);
  const arrivals = { kind: 'open', perSecond: warm.perSecond * KILLED_AT } as const;
  const done = await loaded(lab, serving, `kill-${contender}-${run}`, arrivals, 3000, async () => {
    await sleep(KILL_AFTER_MS);
    await serving.enclosed.stop(0);
  });
  // The database sees that its clients are gone, and undoes what they left open.
  await sleep(1000);
  const right = await holds(lab, `${contender}, run ${run}, killed under load`, before, done);
  const again = await serveShop(lab, contender, `again-${run}`);
  try {
    const from = await countsOf(lab);
    const after = await loaded(lab, again, `after-${contender}-${run}`, { kind: 'closed' }, 1500, null);
    return (await holds(lab, `${contender}, run ${run}, started again`, from, after)) && right;
  } finally {
    await again.enclosed.stop(2000);
  }
}

const lab = await openLab(chosen);
let right = 0;
let all = 0;
try {
  for (const contender of chosen) {
    for (let run = 1; run <= runs; run += 1) {
      all += 2;
      await lab.restore();
      if (await overloaded(lab, contender, run)) right += 1;
      await lab.restore();
      if (await killed(lab, contender, run)) right += 1;
    }
  }
} finally {
  await closeLab(lab);
}
process.stdout.write(`${right} of ${all} held\n`);
process.exitCode = right === all ? 0 : 1;
