import type { Contender } from '../contender/contender.ts';
import { withoutCores } from '../contender/cores.ts';
import { seedFor } from '../estimate/draws.ts';
import type { CoreSplit } from '../machine/machine.ts';
import { METRICS } from '../measurement/metric.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { gateLimits } from '../verdict/limits.ts';
import { narrowest, takesPart, tooWide } from './on-cores.ts';
import { orderBlocks } from './order.ts';
import type { Bakeoff, Entry, LeftOut, Plan, ScenarioPlan } from './plan.ts';
import { PROFILES, withLooks } from './profiles.ts';

/** What a plan needs beside the configuration. */
export interface PlanCircumstances {
  readonly run: string;
  readonly seed: number;
  readonly machineCores: CoreSplit;
  readonly leftOut: readonly LeftOut[];
  readonly digests: Readonly<Record<string, string>>;
  /** In place of the profile's looks: one look, after so many blocks. */
  readonly blocks?: number | null;
  readonly budgetMs?: number | null;
}

/** The id under which the baseline is entered a second time. */
const PLACEBO = 'placebo';

function isLeftOut(contender: Contender, scenario: string, leftOut: readonly LeftOut[]): boolean {
  return leftOut.some(
    (left) => left.contender === contender.id && (left.scenario === null || left.scenario === scenario),
  );
}

/**
 * Those who take part in a scenario, and the placebo last. Where the baseline does not, the first that does stands in
 * for it: the placebo says which one that is. Nobody to serve it: no entries, and no blocks.
 */
function entriesFor(bakeoff: Bakeoff, scenario: Scenario, leftOut: readonly LeftOut[]): readonly Entry[] {
  const present = bakeoff.contenders.filter(
    (contender) => takesPart(contender, scenario) && !isLeftOut(contender, scenario.id, leftOut),
  );
  // On a number of cores, the baseline is the one on the fewest: they rise.
  const baseline = present.find(({ id }) => withoutCores(id) === bakeoff.baseline) ?? present[0];
  if (baseline === undefined) return [];
  const entries = present.map((contender): Entry => {
    const { id } = contender;
    const against = narrowest(present, contender);
    return against === null ? { id, contender: id } : { id, contender: id, against };
  });
  return [...entries, { id: PLACEBO, contender: baseline.id }];
}

/**
 * Everything decided before the first block: the entries of each scenario, the placebo among them, and the order of
 * every block from the seed. Each scenario has its own stream, so that leaving one out changes no other's orders.
 */
export function makePlan(bakeoff: Bakeoff, circumstances: PlanCircumstances): Plan {
  const { run, seed, machineCores, digests } = circumstances;
  const leftOut = [...circumstances.leftOut, ...tooWide(bakeoff.contenders, machineCores)];
  const standing = PROFILES[bakeoff.profile];
  const { blocks = null, budgetMs = null } = circumstances;
  const profile = blocks === null ? standing : withLooks(standing, [blocks]);
  const scenarios = bakeoff.scenarios.map((scenario): ScenarioPlan => {
    const entries = entriesFor(bakeoff, scenario, leftOut);
    const ids = entries.map((entry) => entry.id);
    return {
      scenario: scenario.id,
      entries,
      blocks: orderBlocks(ids, profile.blocks, seedFor(seed, `order/${scenario.id}`)),
    };
  });
  const { baseline, objective, margin } = bakeoff;
  const primary = METRICS.filter((metric) => metric.primary).map(({ id }) => id);
  const gates = gateLimits(machineCores);
  const rules = { baseline, profile, cores: machineCores, objective, margin, primary, gates, budgetMs };
  return { run, seed, ...rules, scenarios, leftOut, digests };
}
