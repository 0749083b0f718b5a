import type { RunEvent } from '../doing/run/run.ts';
import { carryOut } from '../doing/run/carry-out.ts';
import { digestsOf } from '../doing/definition/digests.ts';
import { codeOf, endingText } from './ending.ts';
import { readLineUp } from './line-up.ts';
import { meansOf } from './means.ts';
import { progress } from './progress.ts';
import { openForgetfulStore } from './store.ts';
import { readTools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** Whom a verb that measures nothing is about. */
export interface ChosenOptions extends GlobalOptions {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
}

/** What such a verb makes of its run. */
export interface Hearing {
  /** True for an event that it keeps for itself; all others are told as progress. */
  hears(event: RunEvent): boolean;
  /** Prints the result, when all is over. */
  show(): void;
}

/** Carries out a run of which nothing is kept, up to where no block is measured yet. Gives the exit code. */
export async function once(
  options: ChosenOptions,
  until: 'checked' | 'seen',
  world: World,
  hearing: Hearing,
): Promise<number> {
  const { contenders, scenarios } = options;
  const lineUp = await readLineUp(options.config, { contenders, scenarios, profile: 'smoke' }, world);
  if (lineUp === null) return EXIT.usage;
  const { bakeoff, leftOut } = lineUp;
  for (const { contender, reason } of leftOut) world.err.write(`out    ${contender}: ${reason}\n`);
  const store = openForgetfulStore(options, world);
  if (store === null) return EXIT.unfit;
  const tools = readTools();
  const tell = progress(options, world);
  const digests = await digestsOf(bakeoff);
  const end = await carryOut(
    { bakeoff, leftOut, digests, ...ANEW, until },
    meansOf(store, tools, world, (event) => {
      // A plan of blocks that are not to be measured would only puzzle.
      if (!hearing.hears(event) && event.kind !== 'planned') tell(event);
    }),
  );
  hearing.show();
  world.err.write(end.kind === 'interrupted' ? 'Stopped.\n' : endingText(end, tools));
  const outcomes = store.ledger.runs().flatMap((run) => store.ledger.rounds(run.id));
  store.ledger.close();
  return codeOf(end, outcomes, null, world.stop.code());
}

const ANEW = { seed: 0, blocks: null, budgetMs: null, resume: null, origin: null, known: { buildMs: {} } } as const;
