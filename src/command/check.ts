import type { RunEvent } from '../doing/run/run.ts';
import { carryOut } from '../doing/run/carry-out.ts';
import { digestsOf } from '../doing/definition/digests.ts';
import { loadBakeoff } from '../doing/definition/load.ts';
import { count, failureText, problemLine } from '../thinking/report/words.ts';
import { codeOf, endingText } from './ending.ts';
import { nobodyText, unserving } from './line-up.ts';
import { meansOf } from './means.ts';
import { progress } from './progress.ts';
import { openForgetfulStore } from './store.ts';
import { readTools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface CheckOptions extends GlobalOptions {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
}

/** How much of a failed contender's output is shown: a stack trace's head stands some lines above its end. */
const LAST_LINES = 12;

/** What came of one contender in one scenario. */
interface Checked {
  readonly scenario: string;
  readonly contender: string;
  /** How many cases were kept; null where one was broken. */
  readonly cases: number | null;
  readonly failure: string | null;
  readonly remedy: string | null;
  /** What the contender wrote last, where it failed and wrote anything. */
  readonly last_lines: readonly string[];
}

/** `bakeoff check`: build, start and put every case to each contender; no load, no figures, nothing kept. */
export async function check(options: CheckOptions, world: World): Promise<number> {
  const { contenders, scenarios } = options;
  const defined = await loadBakeoff(options.config, world.cwd, { contenders, scenarios, profile: 'smoke' });
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return EXIT.usage;
  }
  const leftOut = unserving(defined.value);
  if (leftOut.length === defined.value.contenders.length) {
    world.err.write(nobodyText(leftOut));
    return EXIT.usage;
  }
  for (const { contender, reason } of leftOut) world.err.write(`out    ${contender}: ${reason}\n`);
  const store = openForgetfulStore(options, world);
  if (store === null) return EXIT.unfit;
  const tools = readTools();
  const checked: Checked[] = [];
  const tell = progress(options, world);
  const end = await carryOut(
    {
      bakeoff: defined.value,
      leftOut,
      digests: await digestsOf(defined.value),
      seed: 0,
      blocks: null,
      budgetMs: null,
      resume: null,
      origin: null,
      known: { buildMs: {} },
      until: 'checked',
    },
    meansOf(store, tools, world, (event) => {
      const one = checkedOf(event);
      if (one === null) {
        if (event.kind !== 'planned') tell(event);
        return;
      }
      checked.push(one);
      if (!options.json) world.out.write(linesOf(one));
    }),
  );
  if (options.json) world.out.write(`${JSON.stringify({ schema: 'bakeoff/check@1', checked }, null, 2)}\n`);
  world.err.write(end.kind === 'interrupted' ? 'Stopped.\n' : endingText(end, tools));
  const outcomes = store.ledger.runs().flatMap((run) => store.ledger.rounds(run.id));
  store.ledger.close();
  return codeOf(end, outcomes, null, world.stop.code());
}

function checkedOf(event: RunEvent): Checked | null {
  if (event.kind === 'kept') return keptOf(event);
  // A failed build is told once for each scenario it keeps the contender out of.
  if (event.kind !== 'failed' || event.scenario === null) return null;
  const { reason, remedy } = failureText(event.failure);
  const lines = 'lastLines' in event.failure ? event.failure.lastLines.slice(-LAST_LINES) : [];
  return {
    scenario: event.scenario,
    contender: event.contender,
    cases: null,
    failure: reason,
    remedy,
    last_lines: lines,
  };
}

function keptOf({ scenario, contender, cases }: Extract<RunEvent, { kind: 'kept' }>): Checked {
  return { scenario, contender, cases, failure: null, remedy: null, last_lines: [] };
}

function linesOf({ scenario, contender, cases, failure, remedy, last_lines: lines }: Checked): string {
  if (cases !== null)
    return `kept    ${scenario}  ${contender}  ${count(cases, 'request')} answered as the contract says\n`;
  const more = lines.length > 1 ? lines.map((line) => `        | ${line}\n`).join('') : '';
  return `broken  ${scenario}  ${contender}  ${failure}\n        ${remedy}\n${more}`;
}
