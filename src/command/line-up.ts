import { loadBakeoff, type Overrides } from '../doing/definition/load.ts';
import type { Bakeoff, LeftOut } from '../thinking/plan/plan.ts';
import { problemLine } from '../thinking/report/words.ts';
import type { World } from './world.ts';

/** Contenders that serve none of the scenarios asked for: they are not built, and the report says why they are missing. */
function unserving({ contenders, scenarios }: Bakeoff): readonly LeftOut[] {
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

/** What a command is about: the config it names, and who of it takes no part. */
export interface LineUp {
  readonly bakeoff: Bakeoff;
  readonly leftOut: readonly LeftOut[];
}

/** Reads the config. Null with the reason told, where there are mistakes in it or nobody is left to be measured. */
export async function readLineUp(config: string | null, overrides: Overrides, world: World): Promise<LineUp | null> {
  const defined = await loadBakeoff(config, world.cwd, overrides);
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return null;
  }
  const bakeoff = defined.value;
  const leftOut = unserving(bakeoff);
  if (leftOut.length < bakeoff.contenders.length) return { bakeoff, leftOut };
  world.err.write(nobodyText(leftOut));
  return null;
}

/** What to say where nobody is left to be measured. */
function nobodyText(leftOut: readonly LeftOut[]): string {
  const lines = leftOut.map(({ contender, reason }) => `${contender}: ${reason}\n`);
  return `${lines.join('')}Nobody is left to be measured. ${leftOut[0]?.remedy ?? 'Name a contender.'}\n`;
}
