import type { RoundIdentity, RoundOutcome } from '../../thinking/measurement/measurement.ts';
import type { Plan, ScenarioPlan } from '../../thinking/plan/plan.ts';
import { isSearched } from '../../thinking/plan/further.ts';
import { sittingEnds } from '../../thinking/plan/sittings.ts';
import { MOST_VOID } from '../../thinking/verdict/gates.ts';
import { concludeScenario } from '../../thinking/verdict/conclude.ts';
import type { Scenario } from '../../thinking/scenario/scenario.ts';
import type { Built } from '../build/build.ts';
import type { LedgerProblem } from '../ledger/ledger.ts';
import { runRound } from '../trial/round.ts';
import type { RoundSpec, TrialMeans } from '../trial/trial.ts';
import { phasesOf, searchOf } from './calibrate.ts';
import { meansFor } from './judge.ts';
import { renderBlock, seedOf, type Rendered } from './rendering.ts';
import type { Rates, RunMeans } from './run.ts';
import type { Timekeeper } from './timekeeper.ts';

/** All that the blocks of one scenario need; made once, after calibration. */
export interface BlocksOf {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly scenarioPlan: ScenarioPlan;
  readonly built: ReadonlyMap<string, Built>;
  readonly rates: Rates;
  readonly trial: TrialMeans;
  /** Sealed rounds of this scenario, of an earlier part of the same run. */
  readonly sealed: readonly RoundOutcome[];
  /** Entries out of the scenario already, by their failure before the first block. */
  readonly out: ReadonlySet<string>;
  readonly time: Timekeeper;
  /** The sitting that fresh rounds belong to. */
  readonly sitting: number;
  /** The moment of the clock at which the blocks must be over; null where they take what they need. */
  readonly untilMs: number | null;
}

export type BlocksEnd =
  | { readonly kind: 'done' }
  /** The blocks of this sitting are done, and more are planned. */
  | { readonly kind: 'sitting-over' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'ledger'; readonly problem: LedgerProblem };

/** True where so many blocks are void that the run is refused however many of those planned may still come out whole. */
function isSurelyRefused(voided: number, planned: number): boolean {
  return voided / (voided + planned) > MOST_VOID;
}

/**
 * Runs a scenario's blocks: each entry once a block, in the block's order, until a look finds every primary question answered,
 * the sitting has its share, the last look is reached, the budget is spent, or the run is sure to be refused. A contender that fails
 * is out of the scenario from then on; a void round ends its block, and another block is run in its place.
 */
export async function runBlocks(of: BlocksOf, means: RunMeans): Promise<BlocksEnd> {
  const { blocks } = of.scenarioPlan;
  const sealed = new Map(of.sealed.map((outcome) => [keyOf(identityOf(outcome)), outcome]));
  const out = new Set(of.out);
  for (const outcome of of.sealed) if (outcome.kind === 'failed') out.add(outcome.identity.entry);
  const share = sittingEnds(of.plan.profile)[of.sitting] ?? blocks.length;
  let [whole, voided] = [0, 0];
  for (let block = 0; whole < blocks.length && !isSurelyRefused(voided, blocks.length); block++) {
    if (whole >= share) return { kind: 'sitting-over' };
    const planned = blocks[block % blocks.length] ?? [];
    const order = planned.filter((entry) => !out.has(entry));
    if (order.length === 0) return { kind: 'done' };
    if (wasCutShort(of, block, order, sealed)) continue;
    const left = (blocks.length - whole) * planned.length;
    const searching = isSearched(of.plan.profile, whole, of.sitting);
    if (isSpent({ ...of, searching }, order.length, means)) return endedEarly(of, 'budget', whole, left, means);
    of.time.passed(planned.length - order.length);
    const end = await runBlock({ ...of, searching }, block, order, sealed, out, means);
    if (end.kind === 'whole') {
      whole++;
    } else if (end.kind === 'void') {
      voided++;
      of.time.again(end.rounds + planned.length - order.length);
    } else return end;
    if (end.kind === 'whole' && isSettledAt(of, whole, block, means))
      return endedEarly(of, 'settled', whole, left - planned.length, means);
  }
  return { kind: 'done' };
}

/**
 * True for a block that an earlier sitting left unfinished: rounds of today would not pair with those of then. It is neither whole nor
 * void; each sitting leaves one such block at the most.
 */
function wasCutShort(
  { scenario, sitting }: BlocksOf,
  block: number,
  order: readonly string[],
  sealed: ReadonlyMap<string, RoundOutcome>,
): boolean {
  const rounds = order.map((entry) => sealed.get(keyOf({ scenario: scenario.id, block, entry })));
  const begun = rounds.some((round) => round !== undefined && identityOf(round).sitting < sitting);
  return begun && rounds.includes(undefined) && !rounds.some((round) => round?.kind === 'void');
}

/** True where another block would end after the budget does. */
function isSpent({ untilMs, time, searching }: BlockOf, rounds: number, { clock }: RunMeans): boolean {
  return untilMs !== null && clock() + rounds * time.roundS(searching) * 1000 > untilMs;
}

/**
 * Asks the verdicts at a look before the last. Rounds of later blocks, sealed before the run was interrupted, are not looked at: the
 * answer is what it was then.
 */
function isSettledAt({ plan, scenarioPlan }: BlocksOf, whole: number, block: number, { ledger }: RunMeans): boolean {
  const early = plan.profile.looks.slice(0, -1).some((look) => look.blocks === whole);
  if (!early) return false;
  const seen = ledger.rounds(plan.run).filter((outcome) => identityOf(outcome).block <= block);
  return concludeScenario(plan, scenarioPlan, seen).look.settled;
}

function endedEarly(
  { plan, scenario, time }: BlocksOf,
  why: 'settled' | 'budget',
  blocks: number,
  roundsLeft: number,
  { ledger, tell }: RunMeans,
): BlocksEnd {
  const noted = ledger.note(plan.run, { kind: 'ended-early', scenario: scenario.id, detail: { why, blocks } });
  if (!noted.ok) return { kind: 'ledger', problem: noted.problem };
  time.passed(roundsLeft);
  tell({ kind: 'ended-early', scenario: scenario.id, why, blocks, planned: plan.profile.blocks });
  return { kind: 'done' };
}

interface BlockOf extends BlocksOf {
  /** Whether its rounds search for the capacity. */
  readonly searching: boolean;
}

type BlockEnd =
  | Exclude<BlocksEnd, { kind: 'done' | 'sitting-over' }>
  | { readonly kind: 'whole' }
  | { readonly kind: 'void'; readonly rounds: number };

async function runBlock(
  of: BlockOf,
  block: number,
  order: readonly string[],
  sealed: ReadonlyMap<string, RoundOutcome>,
  out: Set<string>,
  means: RunMeans,
): Promise<BlockEnd> {
  const rendered = renderBlock(of.scenario, seedOf(of.plan.seed, of.scenario.id, block), means.now());
  for (const [position, entry] of order.entries()) {
    const spec = specOf(of, block, position, entry, rendered);
    const before = sealed.get(keyOf(spec.identity));
    if (before !== undefined) of.time.passed(1, searchSOf(before) === null ? 0 : 1);
    const outcome = before ?? (await freshRound(of, spec, means));
    if (outcome === 'interrupted') return { kind: 'interrupted' };
    if ('problem' in outcome) return { kind: 'ledger', problem: outcome.problem };
    if (outcome.kind === 'failed') {
      out.add(entry);
      if (before === undefined)
        means.tell({ kind: 'failed', contender: entry, scenario: of.scenario.id, failure: outcome.failure });
    }
    if (outcome.kind === 'void') {
      if (before === undefined) means.tell({ kind: 'void', identity: spec.identity, reason: outcome.reason });
      return { kind: 'void', rounds: position + 1 };
    }
  }
  return { kind: 'whole' };
}

/** Runs a round that is not in the ledger yet: journalled before it starts, sealed once nothing of it lives. */
async function freshRound(
  of: BlockOf,
  spec: RoundSpec,
  means: RunMeans,
): Promise<RoundOutcome | 'interrupted' | { readonly problem: LedgerProblem }> {
  if (means.signal.aborted) return 'interrupted';
  const started = means.ledger.startRound(spec.identity);
  if (!started.ok) return { problem: started.problem };
  const from = means.clock();
  const outcome = await runRound(spec, meansFor(spec.contender, of.plan, of.trial), (stage) =>
    means.tell({
      kind: 'round',
      identity: spec.identity,
      stage,
      blocks: of.scenarioPlan.blocks.length,
      secondsLeft: of.time.secondsLeft(),
    }),
  );
  if (means.signal.aborted) return 'interrupted';
  const written = means.ledger.sealRound(spec.identity, outcome);
  if (!written.ok) return { problem: written.problem };
  of.time.roundTook((means.clock() - from) / 1000, searchSOf(outcome));
  return outcome;
}

function specOf(of: BlockOf, block: number, position: number, entry: string, rendered: Rendered): RoundSpec {
  const { scenario, scenarioPlan, plan } = of;
  const contenderId = scenarioPlan.entries.find((one) => one.id === entry)?.contender ?? entry;
  const built = of.built.get(contenderId);
  if (built === undefined) throw new Error(`${contenderId} takes part in ${scenario.id} but was not built`);
  return {
    identity: {
      run: plan.run,
      scenario: scenario.id,
      entry,
      contender: contenderId,
      block,
      position,
      sitting: of.sitting,
    },
    contender: built.contender,
    source: built.source,
    version: built.version,
    ...rendered,
    env: scenario.env,
    memoryMiB: scenario.memoryMiB,
    phases: phasesOf(scenario.load, plan.profile, of.rates, contenderId),
    held: scenario.held,
    collector: scenario.collector,
    search: of.searching ? searchOf(scenario.load, of.rates) : null,
    connections: scenario.load.connections,
    // One seed a block: every contender in it meets the same arrivals and the same requests in the same order.
    seed: seedOf(plan.seed, scenario.id, block),
  };
}

/** Seconds of a round that went into its search; null where it had none. */
function searchSOf(outcome: RoundOutcome): number | null {
  return outcome.kind === 'failed' ? null : (outcome.measurement?.capacity?.tookS ?? null);
}

/** The identity of a sealed round. */
export function identityOf(outcome: RoundOutcome): RoundIdentity {
  return outcome.kind === 'measured' ? outcome.measurement.identity : outcome.identity;
}

function keyOf(identity: Pick<RoundIdentity, 'scenario' | 'block' | 'entry'>): string {
  return JSON.stringify([identity.scenario, identity.block, identity.entry]);
}
