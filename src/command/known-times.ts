import { digestFolder } from '../doing/definition/digest.ts';
import { placeOf } from '../doing/build/build.ts';
import { readStamp } from '../doing/build/stamp.ts';
import type { Measurement } from '../thinking/measurement/measurement.ts';
import { guessBuildMs, heldMs, overheadOfRound, type KnownTimes } from '../thinking/plan/duration.ts';
import type { Bakeoff } from '../thinking/plan/plan.ts';
import { planOf, type Store } from './store.ts';

/** What this store knows of the time that builds and rounds take here: the estimate rests on it before anything runs. */
export async function knownTimes(bakeoff: Bakeoff, store: Store): Promise<KnownTimes> {
  const buildMs: Record<string, number | null> = {};
  for (const contender of bakeoff.contenders) {
    // On a number of cores it runs what it built without.
    if (contender.cores !== null) continue;
    const built = readStamp(store.stamps, placeOf(contender))?.digest === (await digestFolder(contender.dir));
    buildMs[contender.id] = built ? null : guessBuildMs(contender.language);
  }
  const withServices = bakeoff.scenarios.filter((one) => one.services.length > 0).map((one) => one.id);
  const surgeMs = Object.fromEntries(
    bakeoff.scenarios.flatMap(({ id, load: { surge } }) =>
      surge === null ? [] : [[id, (surge.forS + surge.recoveryS) * 1000]],
    ),
  );
  const held = Object.fromEntries(
    bakeoff.scenarios.flatMap((one) => (one.held === null ? [] : [[one.id, heldMs(one.held.counts)]])),
  );
  return { buildMs, withServices, surgeMs, heldMs: held, roundOverheadMs: observedOverheadMs(store) };
}

/** The time of a round without what some have and others do not. */
function plainS({ tookS, capacity, surge, held }: Measurement): number {
  const heldS = held === null ? 0 : heldMs(held.steps.map(({ count }) => count).filter((count) => count > 0)) / 1000;
  return tookS - (capacity?.tookS ?? 0) - heldS - (surge === null ? 0 : surge.forS + surge.recoveryS);
}

/** What the rounds of the newest finished run took beyond their phases; null without one. */
function observedOverheadMs({ ledger }: Store): number | null {
  const newest = ledger.runs().find((run) => run.state === 'complete');
  if (newest === undefined) return null;
  const plan = planOf(newest);
  const overheads = ledger
    .rounds(newest.id)
    .flatMap((outcome) => (outcome.kind === 'measured' ? [overheadOfRound(plan, plainS(outcome.measurement))] : []));
  return overheads.length === 0 ? null : overheads.reduce((sum, each) => sum + each, 0) / overheads.length;
}
