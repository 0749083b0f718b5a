import { NO_WISHES } from '../../thinking/advice/parse.ts';
import { expect, test } from 'vitest';
import type { RoundOutcome } from '../../thinking/measurement/measurement.ts';
import { DEFAULT_MARGINS, DEFAULT_OBJECTIVE } from '../../thinking/plan/defaults.ts';
import { madeContender, madeScenario } from '../../thinking/plan/made-bakeoff.ts';
import { makePlan } from '../../thinking/plan/make.ts';
import type { Plan } from '../../thinking/plan/plan.ts';
import { madeRun } from '../../thinking/verdict/made-run.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import type { RunEvent } from './run.ts';
import { hasItsShare, notBefore, sittingOver, standingOf } from './sittings.ts';

const NOW = (): Date => new Date('2026-11-26T12:00:00Z');

const PLAN: Plan = makePlan(
  {
    name: 'made',
    file: '/bakeoff.yaml',
    baseline: 'node',
    contenders: [madeContender('node', 'all')],
    scenarios: [madeScenario('json'), madeScenario('hello')],
    profile: 'standard',
    cores: 'auto',
    objective: DEFAULT_OBJECTIVE,
    margin: DEFAULT_MARGINS,
    decide: NO_WISHES,
  },
  { run: 'r-made', seed: 7, machineCores: { contender: [0], rest: [1], shared: false }, leftOut: [], digests: {} },
);

/** The rounds of the first blocks of a scenario; each begins a minute after the one before and takes six seconds. */
function rounds(scenario: number, blocks: number, sitting = 0): readonly RoundOutcome[] {
  const lineUp = PLAN.scenarios[scenario]!;
  return madeRun({ ...lineUp, blocks: lineUp.blocks.slice(0, blocks) }, () => ({ sitting })).map((outcome, index) => {
    if (outcome.kind !== 'measured') return outcome;
    const startedAt = new Date(Date.parse('2026-11-26T10:00:00Z') + index * 60_000).toISOString();
    return { ...outcome, measurement: { ...outcome.measurement, startedAt } };
  });
}

function ledgerWith(outcomes: readonly RoundOutcome[]): Ledger {
  const opened = openLedger(':memory:', NOW);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const { value: ledger } = opened;
  ledger.begin({ id: PLAN.run, created: '', name: 'made', plan: {}, machine: {} });
  for (const outcome of outcomes) {
    const identity = outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
    ledger.startRound(identity);
    ledger.sealRound(identity, outcome);
  }
  return ledger;
}

test('a run stands where its newest measured round was over', () => {
  expect(standingOf([])).toBeNull();
  const two = rounds(0, 1, 2);
  expect(two).toHaveLength(2);
  expect(standingOf(two.toReversed())).toEqual({ sitting: 2, overMs: Date.parse('2026-11-26T10:01:06Z') });
  const [first] = two;
  if (first?.kind !== 'measured') throw new Error('made rounds are measured');
  const { identity } = first.measurement;
  const failed: RoundOutcome = {
    kind: 'failed',
    identity,
    failure: { kind: 'start-failed', command: 'node', reason: 'none' },
  };
  const cut: RoundOutcome = { kind: 'void', identity, reason: { kind: 'interrupted' }, measurement: null };
  expect(standingOf([failed, cut])).toBeNull();
  // A void round took the machine's time like any other.
  const voided: RoundOutcome = { ...cut, measurement: first.measurement };
  expect(standingOf([voided])).toMatchObject({ overMs: Date.parse('2026-11-26T10:00:06Z') });
});

test('another sitting begins half an hour later', () => {
  expect(notBefore({ sitting: 0, overMs: Date.parse('2026-11-26T10:00:00Z') })).toEqual(
    new Date('2026-11-26T10:30:00Z'),
  );
});

test('a sitting has its share when every scenario has, and the last one never has', () => {
  expect(hasItsShare(PLAN, 0, ledgerWith([...rounds(0, 10), ...rounds(1, 10)]))).toBe(true);
  expect(hasItsShare(PLAN, 0, ledgerWith([...rounds(0, 10), ...rounds(1, 9)]))).toBe(false);
  expect(hasItsShare(PLAN, 1, ledgerWith([...rounds(0, 10), ...rounds(1, 10)]))).toBe(false);
  expect(hasItsShare(PLAN, 2, ledgerWith([...rounds(0, 28), ...rounds(1, 28)]))).toBe(false);
});

test('a run whose sitting is over stands open, and says from when on it may go on', () => {
  const ledger = ledgerWith(rounds(0, 1));
  const told: RunEvent[] = [];
  const end = sittingOver(PLAN, 0, {
    ledger,
    loadgen: null,
    mysql: null,
    stamps: '',
    environment: {},
    clock: () => 0,
    now: NOW,
    signal: new AbortController().signal,
    tell: (event) => told.push(event),
  });
  const next = new Date('2026-11-26T10:31:06Z');
  expect(end).toEqual({ kind: 'sitting-over', run: 'r-made', notBefore: next });
  expect(told).toEqual([{ kind: 'sitting-over', sitting: 0, sittings: 3, notBefore: next }]);
  expect(ledger.run('r-made')?.state).toBe('paused');
});
