import { NO_WISHES } from '../../thinking/advice/parse.ts';
import { describe, expect, test } from 'vitest';
import type { RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { madeContender, madeScenario } from '../../thinking/plan/made-bakeoff.ts';
import { makePlan } from '../../thinking/plan/make.ts';
import type { Bakeoff, Plan, ProfileName } from '../../thinking/plan/plan.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../../thinking/plan/defaults.ts';
import type { Contender } from '../../thinking/contender/contender.ts';
import { concludeScenario } from '../../thinking/verdict/conclude.ts';
import { madeRun } from '../../thinking/verdict/made-run.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import type { TrialMeans } from '../trial/trial.ts';
import { identityOf, runBlocks, type BlocksEnd } from './blocks.ts';
import type { RunEvent, RunMeans } from './run.ts';
import { timekeeper } from './timekeeper.ts';

const NOW = (): Date => new Date('2026-11-26T12:00:00Z');

const SCENARIO = madeScenario('json');
const madeOf = (id: string): Contender => madeContender(id, 'all');

function planOf(profile: ProfileName, sittings = 1): Plan {
  const bakeoff: Bakeoff = {
    name: 'made',
    file: '/bakeoff.yaml',
    baseline: 'node',
    contenders: [madeOf('node'), madeOf('go')],
    scenarios: [SCENARIO],
    profile,
    cores: 'auto',
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    decide: NO_WISHES,
  };
  const cores = { contender: [0], rest: [1], shared: false };
  const plan = makePlan(bakeoff, { run: 'r-made', seed: 7, machineCores: cores, leftOut: [], digests: {} });
  return { ...plan, profile: { ...plan.profile, sittings } };
}

/** A wavering value, the same each time. */
const wave = (block: number, entry: string): number => 0.01 * Math.sin(7 * block + entry.length);

/** The rounds of the first blocks of a plan: go needs `ratio` of what node does, with a scatter of 1 % and `noise`. */
function rounds(plan: Plan, blocks: number, ratio: number, noise = 1): readonly RoundOutcome[] {
  const [lineUp] = plan.scenarios;
  if (lineUp === undefined) throw new Error('the plan has a scenario');
  return madeRun({ ...lineUp, blocks: lineUp.blocks.slice(0, blocks) }, ({ entry, block }) => ({
    cpuUs: 100 * (entry === 'go' ? ratio : 1) * Math.exp(noise * wave(block, entry)),
  }));
}

/** What happened when blocks were run over rounds that are all sealed already; a fresh one would need a machine. */
interface Walked {
  readonly end: BlocksEnd | 'wants a fresh round';
  readonly told: readonly RunEvent[];
  readonly notes: readonly unknown[];
  /** The round it wanted to measure. */
  readonly fresh: RoundIdentity | null;
}

class FreshRound extends Error {
  readonly identity: RoundIdentity;
  constructor(identity: RoundIdentity) {
    super();
    this.identity = identity;
  }
}

async function walk(
  plan: Plan,
  sealed: readonly RoundOutcome[],
  { untilMs = null, sitting = 0 }: { readonly untilMs?: number | null; readonly sitting?: number } = {},
): Promise<Walked> {
  const opened = openLedger(':memory:', NOW);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const ledger = opened.value;
  ledger.begin({ id: plan.run, created: '', name: 'made', plan: {}, machine: {} });
  for (const outcome of sealed) {
    ledger.startRound(identityOf(outcome));
    ledger.sealRound(identityOf(outcome), outcome);
  }
  const told: RunEvent[] = [];
  let fresh: RoundIdentity | null = null;
  const end = await runBlocks(
    {
      plan,
      scenario: SCENARIO,
      scenarioPlan: plan.scenarios[0]!,
      built: new Map(
        ['node', 'go'].map((id) => [
          id,
          { contender: madeOf(id), source: 'sha256:0', version: '1', fresh: false, tookMs: 0 },
        ]),
      ),
      rates: {
        steadyPerS: 100,
        cappedFromPerS: null,
        busyPerS: null,
        ownPerS: {},
        mostPerS: null,
        slowest: 'node',
        slowestPerS: 200,
        warmUpRequests: 10,
        warmUps: {},
      },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing of it is touched before a fresh round starts
      trial: {} as TrialMeans,
      sealed,
      out: new Set(),
      time: timekeeper(plan, { buildMs: {} }),
      sitting,
      untilMs,
    },
    meansOn(ledger, told),
  ).catch((error: unknown) => {
    if (!(error instanceof FreshRound)) throw error;
    fresh = error.identity;
    return 'wants a fresh round' as const;
  });
  const notes = ledger.notes(plan.run).map(({ detail }) => detail);
  ledger.close();
  return { end, told, notes, fresh };
}

function meansOn(ledger: Ledger, told: RunEvent[]): RunMeans {
  return {
    ledger: {
      ...ledger,
      startRound: (identity) => {
        throw new FreshRound(identity);
      },
    },
    loadgen: null,
    mysql: null,
    stamps: '',
    environment: {},
    clock: () => 0,
    now: NOW,
    signal: new AbortController().signal,
    tell: (event) => told.push(event),
  };
}

const settledAt = (blocks: number): object => ({ kind: 'ended-early', why: 'settled', blocks, planned: 28 });

const beyondTheFirstLook = (outcome: RoundOutcome): boolean => identityOf(outcome).block >= 12;

describe('the looks of a run', () => {
  test('end it at the first one where every primary question has its word', async () => {
    const plan = planOf('standard');
    const { end, told, notes } = await walk(plan, rounds(plan, 12, 0.5));
    expect(end).toEqual({ kind: 'done' });
    expect(told).toMatchObject([settledAt(12)]);
    expect(notes).toEqual([{ why: 'settled', blocks: 12 }]);
  });

  test('go on where one is open, and ask at no block that is not a look', async () => {
    const plan = planOf('standard');
    const open = rounds(plan, 15, 1.03, 6);
    expect(await walk(plan, open)).toMatchObject({ end: 'wants a fresh round', told: [], notes: [] });
    // Open at the first look and plain three blocks later, which is no look.
    const late = [...rounds(plan, 12, 1.1, 8), ...rounds(plan, 15, 1.13, 0).filter(beyondTheFirstLook)];
    expect(concludeScenario(plan, plan.scenarios[0]!, late).look).toMatchObject({ settled: true, last: false });
    expect(await walk(plan, late)).toMatchObject({ end: 'wants a fresh round', told: [] });
    // One block short of the first look, however plain the difference.
    expect(await walk(plan, rounds(plan, 11, 0.5))).toMatchObject({ end: 'wants a fresh round', told: [] });
  });

  test('are taken on what there was then, also when the run is resumed later', async () => {
    const plan = planOf('standard');
    // Settled at the twelfth block; what was measured after it, by an earlier program say, is not looked at.
    const sealed = [
      ...rounds(plan, 12, 0.5),
      ...rounds(plan, 14, 1.03, 9).filter((one) => identityOf(one).block >= 12),
    ];
    expect((await walk(plan, sealed)).told).toMatchObject([settledAt(12)]);
  });

  test('do not end a run that has one look before it', async () => {
    const plan = planOf('quick');
    expect(await walk(plan, rounds(plan, 12, 0.5))).toMatchObject({ end: { kind: 'done' }, told: [], notes: [] });
  });
});

test('a budget that holds no further block ends the scenario before it', async () => {
  const plan = planOf('standard');
  const sealed = rounds(plan, 5, 0.5);
  expect(await walk(plan, sealed, { untilMs: 1000 })).toMatchObject({
    end: { kind: 'done' },
    told: [{ kind: 'ended-early', why: 'budget', blocks: 0 }],
  });
  expect(await walk(plan, sealed, { untilMs: 3_600_000 })).toMatchObject({ end: 'wants a fresh round' });
});

describe('the sittings of a run', () => {
  const plan = planOf('standard', 3);
  const standing = { kind: 'sitting-over' } as const;

  /** The rounds of the blocks from one to another, of a sitting. */
  const part = (from: number, to: number, sitting: number): readonly RoundOutcome[] =>
    rounds(plan, to, 0.5)
      .filter((one) => identityOf(one).block >= from)
      .map((one) => inSitting(one, sitting));

  test('each have their share of the blocks and end with it', async () => {
    expect(await walk(plan, part(0, 9, 0))).toMatchObject({ fresh: { block: 9, sitting: 0 } });
    expect((await walk(plan, part(0, 10, 0))).end).toEqual(standing);
    const two = [...part(0, 10, 0), ...part(10, 19, 1)];
    expect(await walk(plan, part(0, 10, 0), { sitting: 1 })).toMatchObject({ fresh: { block: 10, sitting: 1 } });
    expect((await walk(plan, two, { sitting: 1 })).end).toEqual(standing);
    expect((await walk(plan, [...two, ...part(19, 28, 2)], { sitting: 2 })).end).toEqual({ kind: 'done' });
  });

  test('more of them than planned, as after interruptions, go on to the last block', async () => {
    expect(await walk(plan, part(0, 20, 2), { sitting: 3 })).toMatchObject({ fresh: { block: 20, sitting: 3 } });
  });

  test('finish no block of an earlier one, but those of their own', async () => {
    const begun = [...part(0, 5, 0), ...part(5, 6, 0).slice(0, 1)];
    expect(await walk(plan, begun)).toMatchObject({ fresh: { block: 5 } });
    expect(await walk(plan, begun, { sitting: 1 })).toMatchObject({ fresh: { block: 6, sitting: 1 } });
  });

  test('all have to be held before a look ends the run, however plain the difference', async () => {
    const early = [...part(0, 10, 0), ...part(10, 16, 1)];
    expect(await walk(plan, early, { sitting: 1 })).toMatchObject({ told: [], fresh: { block: 16 } });
    // 19 blocks by the end of the second sitting; the look after 20 is the first with all three.
    const late = [...part(0, 10, 0), ...part(10, 15, 1), ...part(15, 20, 2)];
    expect((await walk(plan, late, { sitting: 2 })).told).toMatchObject([settledAt(20)]);
  });
});

function inSitting(outcome: RoundOutcome, sitting: number): RoundOutcome {
  if (outcome.kind !== 'measured') throw new Error('only measured rounds are made');
  const identity = { ...outcome.measurement.identity, sitting };
  return { ...outcome, measurement: { ...outcome.measurement, identity } };
}

test('void blocks are run again until the run is sure to be refused, and no longer', async () => {
  const plan = planOf('quick');
  const [lineUp] = plan.scenarios;
  const voided = (from: number, to: number): readonly RoundOutcome[] =>
    Array.from({ length: to - from }, (_, index): RoundOutcome => {
      const block = from + index;
      const entry = lineUp!.blocks[block % 12]![0]!;
      const identity = { run: 'r-made', scenario: 'json', entry, contender: entry, block, position: 0, sitting: 0 };
      const reason = { kind: 'foreign-cpu', phase: 'steady', share: 1, limit: 0.05 } as const;
      return { kind: 'void', identity, reason, measurement: null };
    });
  // With twelve whole blocks after them five are 29 %, and six a third.
  expect((await walk(plan, voided(0, 5))).end).toBe('wants a fresh round');
  expect((await walk(plan, voided(0, 6))).end).toEqual({ kind: 'done' });
  expect(concludeScenario(plan, lineUp!, voided(0, 6)).refusal).toMatchObject({ kind: 'too-many-void', void: 6 });
  const late = [...rounds(plan, 11, 1.03, 6), ...voided(11, 17)];
  expect((await walk(plan, late)).end).toEqual({ kind: 'done' });
  expect(concludeScenario(plan, lineUp!, late).refusal).toMatchObject({ kind: 'too-many-void', void: 6, of: 17 });
  expect((await walk(plan, late.slice(0, -1))).end).toBe('wants a fresh round');
});
