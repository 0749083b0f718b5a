import type { Claim, Quantity, Scale } from './claim.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Comparison, Evidence, RunEvidence } from './evidence.ts';

// Made for tests: a run of two contenders on json, and claims about it.

export const TWICE: Scale = { from: 2, to: 3, opposite: { side: 'below', at: 0.95 } };

export const AHEAD = {
  kind: 'ahead',
  scenario: 'json',
  metric: 'peak-cpu-per-request',
  ahead: 'go',
  of: 'node',
} as const satisfies Quantity;

/** A claim with one test. */
export function claimOf(quantity: Quantity, scale: Scale = TWICE): Claim {
  return {
    id: 'X1',
    section: 'Made',
    says: 'Go is two to three times as fast',
    ground: { kind: 'tested', tests: [{ quantity, scale }], elsewhere: [] },
    note: null,
    published: [],
  };
}

export function comparisonOf(ratio: number | null, more: Partial<Comparison> = {}): Comparison {
  return {
    scenario: 'json',
    metric: 'peak-cpu-per-request',
    contender: 'go',
    against: 'node',
    ratio,
    low: ratio === null ? null : ratio * 0.98,
    high: ratio === null ? null : ratio * 1.02,
    level: 0.95,
    n: 12,
    same: false,
    reason: 'so many blocks',
    ...more,
  };
}

export function runOf(comparisons: readonly Comparison[], more: Partial<RunEvidence> = {}): RunEvidence {
  return {
    run: 'r-20261128-000000-7',
    seen: { date: '2026-11-28', machine: 'a machine', fingerprint: '0123456789abcdef', here: false },
    profile: 'quick',
    command: 'bakeoff run node go --scenario json --profile quick --blocks 12 --seed 7',
    refused: null,
    cells: [{ scenario: 'json', blocks: 12, contenders: ['node', 'go', 'rust'] }],
    comparisons,
    medians: [],
    growths: [],
    held: [],
    pauses: [],
    ...more,
  };
}

export function evidenceOf(...runs: readonly RunEvidence[]): Evidence {
  return { ...NO_EVIDENCE, runs };
}
