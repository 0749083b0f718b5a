import type { Bakeoff, LeftOut } from '../thinking/plan/plan.ts';

/** Contenders that serve none of the scenarios asked for: they are not built, and the report says why they are missing. */
export function unserving({ contenders, scenarios }: Bakeoff): readonly LeftOut[] {
  const asked = scenarios.map((scenario) => scenario.id);
  return contenders.flatMap(({ id, serves }): readonly LeftOut[] => {
    if (serves.kind === 'all' || asked.some((scenario) => serves.scenarios.includes(scenario))) return [];
    const served = serves.scenarios.length === 0 ? 'nothing' : serves.scenarios.join(', ');
    return [
      {
        contender: id,
        scenario: null,
        reason: `It serves none of the scenarios asked for (${asked.join(', ')}), only ${served}.`,
        remedy: 'Ask for one that it serves with --scenario, or add the scenario to serves: in its definition.',
      },
    ];
  });
}

/** What to say where nobody is left to be measured. */
export function nobodyText(leftOut: readonly LeftOut[]): string {
  const lines = leftOut.map(({ contender, reason }) => `${contender}: ${reason}\n`);
  return `${lines.join('')}Nobody is left to be measured. ${leftOut[0]?.remedy ?? 'Name a contender.'}\n`;
}
