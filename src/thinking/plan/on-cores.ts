import type { Contender } from '../contender/contender.ts';
import { onCores, withoutCores } from '../contender/cores.ts';
import { coresFor } from '../machine/cores.ts';
import type { CoreSplit } from '../machine/machine.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { LeftOut } from './plan.ts';

/** Whether the contender takes part in the scenario, as far as that is the scenario's to say. */
export function takesPart({ serves, cores }: Contender, scenario: Scenario): boolean {
  const served = serves.kind === 'all' || serves.scenarios.includes(scenario.id);
  return served && (cores === null) === (scenario.cores.length === 0);
}

/**
 * The contenders, and each once more on each number of cores that a scenario asks about: as a contender of its own, so that it is
 * calibrated, fails and is left out by itself.
 */
export function withCores(contenders: readonly Contender[], scenarios: readonly Scenario[]): readonly Contender[] {
  const onEach = scenarios.flatMap((scenario) =>
    contenders
      .filter((contender) => takesPart(contender, { ...scenario, cores: [] }))
      .flatMap((contender) => scenario.cores.map((count) => onCores(contender, count, scenario.id))),
  );
  return [...contenders, ...onEach];
}

/** Who asks for more cores than the machine has. */
export function tooWide(contenders: readonly Contender[], split: CoreSplit): readonly LeftOut[] {
  const there = new Set([...split.contender, ...split.rest]).size;
  return contenders
    .filter(({ cores }) => coresFor(split, cores) === null)
    .map(({ id, cores, serves }) => ({
      contender: id,
      scenario: serves.kind === 'some' ? (serves.scenarios[0] ?? null) : null,
      reason: `It asks for ${cores} cores, and ${there} may be used here.`,
      remedy: 'Run it on a machine with more; the numbers that there are cores for were measured.',
    }));
}

/** The same contender on the fewest cores that it takes part on; null for that one, and for one that asks for none. */
export function narrowest(present: readonly Contender[], contender: Contender): string | null {
  if (contender.cores === null) return null;
  const plain = withoutCores(contender.id);
  const least = present.find(({ id, cores }) => cores !== null && withoutCores(id) === plain);
  return least === undefined || least.id === contender.id ? null : least.id;
}
