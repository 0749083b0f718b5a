import type { Bakeoff, Plan } from '../../thinking/plan/plan.ts';
import type { Prepared } from './contenders.ts';
import { askedOf, type LineUpNote } from './notes.ts';

/** Those built that take part in a scenario: not who is measured on numbers of cores only, nor on more than there are. */
export function lineUpOf(plan: Plan, bakeoff: Bakeoff, prepared: Prepared): LineUpNote {
  const taking = new Set(plan.scenarios.flatMap(({ entries }) => entries.map(({ contender }) => contender)));
  return {
    contenders: bakeoff.contenders
      .filter(({ id }) => taking.has(id))
      .flatMap(({ id, title, language }) => {
        const built = prepared.built.get(id);
        return built === undefined ? [] : [{ id, title, language, version: built.version, source: built.source }];
      }),
    scenarios: bakeoff.scenarios.map(askedOf),
  };
}
