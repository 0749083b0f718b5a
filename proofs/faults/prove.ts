import { z } from 'zod';
import { FAULTS } from '../../fixtures/contenders/faulty/faults.mjs';
import { say, startBakeoff } from '../run-bakeoff.ts';

/**
 * Puts one fault after the other into a contender that keeps every contract, and sees each caught by what is shipped: by a case, by a
 * counter or an audit under a moment of load, or by a flag of the fairness ledger. The contender without a fault must pass all of them.
 * `npm run prove:faults`, about six minutes.
 */
const FAULTY = 'fixtures/contenders/faulty';

const checkedSchema = z.object({
  checked: z.array(z.object({ contender: z.string(), failure: z.string().nullable() })),
});
const ledgerSchema = z.object({
  seen: z.array(z.object({ contender: z.string() })),
  unequal: z.array(
    z.object({ text: z.string(), values: z.array(z.object({ contender: z.string(), value: z.string() })) }),
  ),
});

const pathOf = (name: string): string => `./${FAULTY}${name === 'none' ? '' : `+${name}`}`;
const idOf = (name: string): string => `faulty${name === 'none' ? '' : `+${name}`}`;

async function bakeoff(
  verb: string,
  names: readonly string[],
  scenario: string,
): Promise<{ output: string; messages: string }> {
  const { ended } = startBakeoff([verb, ...names.map(pathOf), '--scenario', scenario, '--json']);
  const { output, messages } = await ended;
  if (output.trim() === '') throw new Error(`bakeoff ${verb} told nothing:\n${messages.slice(-2000)}`);
  return { output, messages };
}

/** Why each was refused by the cases; null for those that kept them. */
async function byCases(names: readonly string[], scenario: string): Promise<ReadonlyMap<string, string | null>> {
  const { checked } = checkedSchema.parse(JSON.parse((await bakeoff('check', names, scenario)).output));
  return new Map(checked.map(({ contender, failure }) => [contender, failure]));
}

/** What caught it under a moment of load, beside the contender without a fault; null: nothing did. */
async function underLoad(name: string, scenario: string): Promise<string | null> {
  const { output, messages } = await bakeoff('fairness', ['none', name], scenario);
  const { seen, unequal } = ledgerSchema.parse(JSON.parse(output));
  if (!seen.some(({ contender }) => contender === idOf('none'))) throw new Error(`the control failed:\n${messages}`);
  if (!seen.some(({ contender }) => contender === idOf(name))) {
    const told = messages.split('\n').find((line) => line.startsWith('out') && line.includes(`${idOf(name)}:`));
    return told?.slice(told.indexOf(`${idOf(name)}:`) + idOf(name).length + 2) ?? null;
  }
  return unequal[0]?.text ?? null;
}

async function proveScenario(scenario: string, names: readonly string[]): Promise<number> {
  const cases = await byCases(['none', ...names], scenario);
  let caught = 0;
  say(cases.get(idOf('none')) === null, `${scenario}: without a fault all cases are kept`);
  for (const name of names) {
    const by = cases.get(idOf(name)) ?? (await underLoad(name, scenario));
    if (say(by !== null, `${scenario}: ${FAULTS.get(name)?.what}: ${by ?? 'nobody saw it'}`)) caught += 1;
  }
  return cases.get(idOf('none')) === null ? caught : 0;
}

const scenarios = Map.groupBy(FAULTS, ([, { scenario }]) => scenario);
let caught = 0;
let planted = 0;
for (const [scenario, faults] of scenarios) {
  if (scenario === null) continue;
  planted += faults.length;
  caught += await proveScenario(
    scenario,
    faults.map(([name]) => name),
  );
}
process.stdout.write(`${caught} of ${planted} planted faults were caught\n`);
process.exitCode = caught === planted ? 0 : 1;
