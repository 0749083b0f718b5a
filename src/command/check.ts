import type { RunEvent } from '../doing/run/run.ts';
import { carryOut } from '../doing/run/carry-out.ts';
import { digestsOf } from '../doing/definition/digests.ts';
import { loadBakeoff } from '../doing/definition/load.ts';
import { failureText, problemLine } from '../thinking/report/words.ts';
import { codeOf, endingText } from './ending.ts';
import { progress } from './progress.ts';
import { openForgetfulStore } from './store.ts';
import { readTools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface CheckOptions extends GlobalOptions {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
}

/** What came of one contender in one scenario. */
interface Checked {
  readonly scenario: string | null;
  readonly contender: string;
  readonly cases: number | null;
  readonly failure: string | null;
  readonly remedy: string | null;
}

/** `bakeoff check`: build, start and put every case to each contender; no load, no figures, nothing kept. */
export async function check(options: CheckOptions, world: World): Promise<number> {
  const { contenders, scenarios } = options;
  const defined = await loadBakeoff(options.config, world.cwd, { contenders, scenarios, profile: 'smoke' });
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return EXIT.usage;
  }
  const store = openForgetfulStore(options, world);
  if (store === null) return EXIT.unfit;
  const tools = readTools();
  const checked: Checked[] = [];
  const tell = progress(options, world);
  const end = await carryOut(
    {
      bakeoff: defined.value,
      digests: await digestsOf(defined.value),
      seed: 0,
      blocks: null,
      resume: null,
      origin: null,
      known: { buildMs: {} },
      until: 'checked',
    },
    {
      ledger: store.ledger,
      loadgen: tools.loadgen,
      mysql: tools.mariadb,
      stamps: store.stamps,
      environment: world.env,
      clock: world.clock,
      now: world.now,
      signal: world.stop.signal,
      tell: (event) => {
        const one = checkedOf(event);
        if (one !== null) checked.push(one);
        else if (event.kind !== 'planned') tell(event);
      },
    },
  );
  world.out.write(
    options.json ? `${JSON.stringify({ schema: 'bakeoff/check@1', checked }, null, 2)}\n` : linesOf(checked),
  );
  world.err.write(endingText(end, tools));
  const outcomes = store.ledger.runs().flatMap((run) => store.ledger.rounds(run.id));
  store.ledger.close();
  return codeOf(end, outcomes, null, world.stop.code());
}

function checkedOf(event: RunEvent): Checked | null {
  if (event.kind === 'kept') return { ...event, failure: null, remedy: null };
  if (event.kind !== 'failed') return null;
  const { reason, remedy } = failureText(event.failure);
  return { scenario: event.scenario, contender: event.contender, cases: null, failure: reason, remedy };
}

function linesOf(checked: readonly Checked[]): string {
  return checked
    .filter((one) => one.scenario !== null)
    .map(({ scenario, contender, cases, failure, remedy }) =>
      failure === null
        ? `kept    ${scenario}  ${contender}  ${cases} requests answered as the contract says\n`
        : `broken  ${scenario}  ${contender}  ${failure}\n        ${remedy}\n`,
    )
    .join('');
}
