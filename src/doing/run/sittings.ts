import type { RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Plan } from '../../thinking/plan/plan.ts';
import { LEAST_PAUSE_MS, sittingEnds, type Standing } from '../../thinking/plan/sittings.ts';
import { concludeScenario } from '../../thinking/verdict/conclude.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunEnd, RunMeans } from './run.ts';

/** Where the sealed rounds of a run leave it; null where none was measured. */
export function standingOf(outcomes: readonly RoundOutcome[]): Standing | null {
  const measured = outcomes.flatMap((one) => (one.kind === 'failed' ? [] : (one.measurement ?? [])));
  const standings = measured.map(({ identity, startedAt, tookS }) => ({
    sitting: identity.sitting,
    overMs: Date.parse(startedAt) + tookS * 1000,
  }));
  return standings.toSorted((one, other) => one.overMs - other.overMs).at(-1) ?? null;
}

/** The moment from which rounds belong to another sitting. */
export function notBefore({ overMs }: Standing): Date {
  return new Date(overMs + LEAST_PAUSE_MS);
}

/** True where this sitting has its share of the blocks of every scenario, and is not the last one. */
export function hasItsShare(plan: Plan, sitting: number, ledger: Ledger): boolean {
  const share = sittingEnds(plan.profile)[sitting] ?? plan.profile.blocks;
  if (share >= plan.profile.blocks) return false;
  const outcomes = ledger.rounds(plan.run);
  return plan.scenarios.every((scenario) => concludeScenario(plan, scenario, outcomes).blocks.done >= share);
}

/** Ends a sitting: the run stands open until it is gone on with. */
export function sittingOver(plan: Plan, sitting: number, { ledger, now, tell }: RunMeans): RunEnd {
  const written = ledger.setState(plan.run, 'paused');
  if (!written.ok) return { kind: 'ledger', problem: written.problem };
  const standing = standingOf(ledger.rounds(plan.run)) ?? { sitting, overMs: now().getTime() };
  const next = notBefore(standing);
  tell({ kind: 'sitting-over', sitting, sittings: plan.profile.sittings, notBefore: next });
  return { kind: 'sitting-over', run: plan.run, notBefore: next };
}
