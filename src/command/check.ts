import type { RunEvent } from '../doing/run/run.ts';
import { count, failureText } from '../thinking/report/words.ts';
import { once, type ChosenOptions } from './once.ts';
import type { World } from './world.ts';

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
export async function check(options: ChosenOptions, world: World): Promise<number> {
  const checked: Checked[] = [];
  return once(options, 'checked', world, {
    hears: (event) => {
      const one = checkedOf(event);
      if (one === null) return false;
      checked.push(one);
      if (!options.json) world.out.write(linesOf(one));
      return true;
    },
    show: () => {
      if (options.json) world.out.write(`${JSON.stringify({ schema: 'bakeoff/check@1', checked }, null, 2)}\n`);
    },
  });
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
