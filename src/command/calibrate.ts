import { join } from 'node:path';
import { digestsOf } from '../doing/definition/digests.ts';
import { loadBakeoff, NO_OVERRIDES } from '../doing/definition/load.ts';
import { carryOut } from '../doing/run/carry-out.ts';
import { noteOf } from '../doing/run/notes.ts';
import type { RunEnd } from '../doing/run/run.ts';
import { metricOf } from '../thinking/measurement/reading.ts';
import { noiseOf, smallestAt } from '../thinking/noise/noise.ts';
import { problemLine } from '../thinking/report/words.ts';
import { codeOf, endingText } from './ending.ts';
import { reportInput } from './input.ts';
import { knownTimes } from './known-times.ts';
import { meansOf } from './means.ts';
import { adviceText, ALPHA, TOLD_BLOCKS, triedText, type Tried } from './noise-words.ts';
import { progress } from './progress.ts';
import { ROOT } from './product.ts';
import { openStore, planOf, type Store } from './store.ts';
import { readTools, type Tools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

/** The two lengths of round that are tried: what a longer one gives is told from them. */
const LENGTHS = ['smoke', 'quick'] as const;

/** Blocks of each: enough for a scatter to within a half of itself. */
const BLOCKS = 12;

/** `bakeoff calibrate`: what this machine's noise is, by a program whose cost is known, in rounds of two lengths. */
export async function calibrate(options: GlobalOptions, world: World): Promise<number> {
  const store = openStore(options, world);
  if (store === null) return EXIT.unfit;
  const tools = readTools();
  try {
    const tried: Tried[] = [];
    for (const length of LENGTHS) {
      const end = await measured(length, store, tools, options, world);
      if (end === null) return EXIT.usage;
      const outcomes = 'run' in end ? store.ledger.rounds(end.run) : [];
      if (end.kind !== 'complete') {
        world.err.write(endingText(end, tools));
        return codeOf(end, outcomes, null, world.stop.code());
      }
      tried.push(triedOf(end.run, store));
    }
    world.out.write(options.json ? jsonText(tried) : tried.map(triedText).join('\n') + adviceText(tried));
    return EXIT.ok;
  } finally {
    store.ledger.close();
  }
}

/** Null where the product's own config is at fault, with the reason said. */
async function measured(
  profile: (typeof LENGTHS)[number],
  store: Store,
  tools: Tools,
  options: GlobalOptions,
  world: World,
): Promise<RunEnd | null> {
  const overrides = { ...NO_OVERRIDES, profile };
  const defined = await loadBakeoff(join(ROOT, 'fixtures/noise.yaml'), world.cwd, overrides);
  if (!defined.ok) {
    for (const problem of defined.problems) world.err.write(`${problemLine(problem)}\n`);
    return null;
  }
  const request = {
    bakeoff: defined.value,
    leftOut: [],
    digests: await digestsOf(defined.value),
    seed: 7,
    blocks: BLOCKS,
    budgetMs: null,
    resume: null,
    origin: noteOf({ config: defined.value.file, overrides }),
    known: await knownTimes(defined.value, store),
    until: 'measured' as const,
  };
  return carryOut(request, meansOf(store, tools, world, progress(options, world)));
}

function triedOf(run: string, { ledger }: Store): Tried {
  const entry = ledger.run(run);
  if (entry === null) throw new Error(`${run} was measured and is not in the ledger`);
  const plan = planOf(entry);
  const outcomes = ledger.rounds(run);
  const { conclusion } = reportInput(entry, ledger);
  const verdicts = conclusion.scenarios.flatMap((scenario) => scenario.verdicts);
  const { warmUpMs, steadyMs, peakMs } = plan.profile;
  return {
    run,
    roundMs: warmUpMs + steadyMs + peakMs,
    phases: { steadyMs, peakMs },
    scatters: plan.scenarios.flatMap((lineUp) => noiseOf(lineUp, outcomes, plan.gates)),
    found: verdicts
      .filter(({ metric, contender }) => metricOf(metric).primary && contender === 'burn+five')
      .map(({ metric, ratio, verdict }) => ({ metric, ratio, word: verdict })),
  };
}

function jsonText(tried: readonly Tried[]): string {
  const rounds = tried.map(({ run, phases, scatters, found }) => ({
    run,
    steady_ms: phases.steadyMs,
    peak_ms: phases.peakMs,
    scatter: scatters.map((scatter) => ({
      metric: scatter.metric,
      sd: scatter.sd,
      low: scatter.low,
      high: scatter.high,
      blocks: scatter.blocks,
      at_equal_speed: scatter.atEqualSpeed,
      tells: TOLD_BLOCKS.map((n) => ({ blocks: n, difference: smallestAt(scatter, n, ALPHA) })),
    })),
    five_percent_more: found.map(({ metric, ratio, word }) => ({ metric, ratio, verdict: word })),
  }));
  return `${JSON.stringify({ schema: 'bakeoff/noise@1', rounds }, null, 2)}\n`;
}
