import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FAULTS } from '../../fixtures/contenders/faulty/faults.mjs';
import { say, startBakeoff } from '../run-bakeoff.ts';

/**
 * Puts one fault after the other into a contender that keeps every contract, and sees each caught by what is shipped: by a case, by a
 * counter or an audit under a moment of load, by a flag of the fairness ledger, or in a short run. The contender without a fault must pass all of them.
 * `npm run prove:faults`, about a quarter of an hour; `npm run prove:faults -- chat json-stale` for those of a scenario, or single ones.
 */
const FAULTY = 'fixtures/contenders/faulty';
/** What a Bakeoff says that leaves the machine to another one. */
const OCCUPIED = 'Another Bakeoff is measuring';
const AGAIN_AFTER_MS = 2000;

const checkedSchema = z.object({
  checked: z.array(z.object({ contender: z.string(), failure: z.string().nullable() })),
});
const ledgerSchema = z.object({
  seen: z.array(z.object({ contender: z.string() })),
  unequal: z.array(
    z.object({ text: z.string(), values: z.array(z.object({ contender: z.string(), value: z.string() })) }),
  ),
});

const runSchema = z.object({
  blocks: z.object({ done: z.number() }),
  left_out: z.array(z.object({ contender: z.string(), reason: z.string() })),
});

type Caught =
  | { readonly kind: 'caught'; readonly by: string }
  | { readonly kind: 'unseen' }
  /** Where the contender without a fault is out as well, nothing is proven. */
  | { readonly kind: 'no-control'; readonly why: string };

const pathOf = (name: string): string => `./${FAULTY}${name === 'none' ? '' : `+${name}`}`;
const idOf = (name: string): string => `faulty${name === 'none' ? '' : `+${name}`}`;

async function bakeoff(
  verb: string,
  names: readonly string[],
  scenario: string,
  options: readonly string[] = [],
): Promise<{ output: string; messages: string }> {
  const { ended } = startBakeoff([verb, ...names.map(pathOf), '--scenario', scenario, '--json', ...options]);
  const { output, messages } = await ended;
  if (messages.includes(OCCUPIED)) {
    await sleep(AGAIN_AFTER_MS);
    return bakeoff(verb, names, scenario, options);
  }
  if (output.trim() === '') throw new Error(`bakeoff ${verb} told nothing:\n${messages.slice(-2000)}`);
  return { output, messages };
}

/** Why each was refused by the cases; null for those that kept them. */
async function byCases(names: readonly string[], scenario: string): Promise<ReadonlyMap<string, string | null>> {
  const { checked } = checkedSchema.parse(JSON.parse((await bakeoff('check', names, scenario)).output));
  return new Map(checked.map(({ contender, failure }) => [contender, failure]));
}

/** What caught it under a moment of load, beside the contender without a fault. */
async function underLoad(name: string, scenario: string): Promise<Caught> {
  const { output, messages } = await bakeoff('fairness', ['none', name], scenario);
  const { seen, unequal } = ledgerSchema.parse(JSON.parse(output));
  const isSeen = (one: string): boolean => seen.some(({ contender }) => contender === idOf(one));
  if (!isSeen('none')) return { kind: 'no-control', why: outIn(messages, 'none') ?? messages.slice(-2000) };
  const by = isSeen(name) ? unequal[0]?.text : outIn(messages, name);
  return by === undefined ? { kind: 'unseen' } : { kind: 'caught', by };
}

/**
 * What caught it in a short run. Only there is an open loop, in which two messages of a room come near enough to each other to change
 * places.
 */
async function inARun(name: string, scenario: string): Promise<Caught> {
  const { output } = await bakeoff('run', ['none', name], scenario, ['--profile', 'smoke']);
  const { blocks, left_out: leftOut } = runSchema.parse(JSON.parse(output));
  const why = (one: string): string | undefined => leftOut.find(({ contender }) => contender === idOf(one))?.reason;
  const control = why('none');
  if (control !== undefined || blocks.done === 0) return { kind: 'no-control', why: control ?? 'no block was whole' };
  const by = why(name);
  return by === undefined ? { kind: 'unseen' } : { kind: 'caught', by };
}

/** Why a contender is out, as it is told on the way. */
function outIn(messages: string, name: string): string | undefined {
  const told = messages.split('\n').find((line) => line.startsWith('out') && line.includes(`${idOf(name)}: `));
  return told?.slice(told.indexOf(`${idOf(name)}: `) + idOf(name).length + 2);
}

function wordsOf(seen: Caught): string {
  switch (seen.kind) {
    case 'caught':
      return seen.by;
    case 'unseen':
      return 'nobody saw it';
    case 'no-control':
      return `not proven, since the one without a fault is out too: ${seen.why}`;
  }
}

async function beyondCases(name: string, scenario: string): Promise<Caught> {
  const seen = await underLoad(name, scenario);
  return seen.kind === 'unseen' ? inARun(name, scenario) : seen;
}

async function proveScenario(scenario: string, names: readonly string[]): Promise<number> {
  const cases = await byCases(['none', ...names], scenario);
  let caught = 0;
  say(cases.get(idOf('none')) === null, `${scenario}: without a fault all cases are kept`);
  for (const name of names) {
    const broken = cases.get(idOf(name));
    if (broken === undefined) throw new Error(`nothing was told of ${name}`);
    const seen = broken === null ? await beyondCases(name, scenario) : ({ kind: 'caught', by: broken } as const);
    if (say(seen.kind === 'caught', `${scenario}: ${FAULTS.get(name)?.what}: ${wordsOf(seen)}`)) caught += 1;
  }
  return cases.get(idOf('none')) === null ? caught : 0;
}

const asked = process.argv.slice(2);
const all = [...FAULTS].filter(([name]) => name !== 'none');
const unknown = asked.find((one) => all.every(([name, { scenario }]) => one !== name && one !== scenario));
if (unknown !== undefined) throw new Error(`${unknown} is neither a planted fault nor a scenario that has some`);
const chosen = all.filter(([name, { scenario }]) =>
  asked.length === 0 ? true : asked.includes(name) || asked.includes(scenario ?? ''),
);
let caught = 0;
let planted = 0;
for (const [scenario, faults] of Map.groupBy(chosen, ([, fault]) => fault.scenario ?? '')) {
  planted += faults.length;
  caught += await proveScenario(
    scenario,
    faults.map(([name]) => name),
  );
}
process.stdout.write(`${caught} of ${planted} planted faults were caught\n`);
process.exitCode = caught === planted ? 0 : 1;
