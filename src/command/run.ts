import { setTimeout as sleep } from 'node:timers/promises';
import { noteOf } from '../doing/run/notes.ts';
import { digestsOf } from '../doing/definition/digests.ts';
import type { Overrides } from '../doing/definition/load.ts';
import { carryOut } from '../doing/run/carry-out.ts';
import type { RunEnd, RunEvent, RunMeans, RunRequest } from '../doing/run/run.ts';
import type { ProfileName } from '../thinking/plan/plan.ts';
import { verdictSentence } from '../thinking/report/sentence.ts';
import { codeOf, endingText } from './ending.ts';
import { reportInput } from './input.ts';
import { knownTimes } from './known-times.ts';
import { readLineUp, type LineUp } from './line-up.ts';
import { meansOf } from './means.ts';
import { noiseOn } from './noise.ts';
import { forecastLines } from './noise-words.ts';
import { progress } from './progress.ts';
import { publish } from './publish.ts';
import {
  openForgetfulStore,
  openStore,
  openStoreToRead,
  planOf,
  unfinishedRun,
  type Store,
  type Unfinished,
} from './store.ts';
import { readTools } from './tools.ts';
import { EXIT, type GlobalOptions, type World } from './world.ts';

export interface RunOptions extends GlobalOptions {
  readonly contenders: readonly string[];
  readonly scenarios: readonly string[];
  readonly profile: ProfileName | null;
  readonly blocks: number | null;
  readonly budgetMs: number | null;
  readonly seed: number | null;
  /** An unfinished run's id, `newest`, or null for a new run. */
  readonly resume: string | null;
  /** Whether to wait between the sittings of the run, rather than end after each. */
  readonly wait: boolean;
  readonly out: string | null;
  readonly until: Exclude<RunRequest['until'], 'seen'>;
}

const DEFAULT_SEED = 7;

/** `bakeoff run`: unfinished run, if asked for → config → carry out → report. Bad input leaves no trace in the store. */
export async function run(options: RunOptions, world: World): Promise<number> {
  const resumed = options.resume === null ? null : toResume(options, options.resume, world);
  if (typeof resumed === 'number') return resumed;
  const { config, overrides } = resumed ?? { config: options.config, overrides: overridesOf(options) };
  const lineUp = await readLineUp(config, overrides, world);
  if (lineUp === null) return EXIT.usage;
  const store = storeFor(options, world);
  if (store === null) return EXIT.unfit;
  try {
    return await carriedOut(options, lineUp, resumed, store, world);
  } finally {
    store.ledger.close();
  }
}

/** Only a run that measures is kept: a plan or a build is nothing to resume or to report. A plan's estimate rests on earlier runs. */
function storeFor(options: RunOptions, world: World): Store | null {
  switch (options.until) {
    case 'planned':
      return openStoreToRead(options, world);
    case 'built':
    case 'checked':
      return openForgetfulStore(options, world);
    case 'measured':
      return openStore(options, world);
  }
}

/** The unfinished run to go on with, null for a new one, or the exit code where what was asked for cannot be. */
function toResume(options: RunOptions, wanted: string, world: World): Unfinished | number | null {
  const store = openStoreToRead(options, world);
  if (store === null) return EXIT.unfit;
  const unfinished = unfinishedRun(store, wanted, world);
  store.ledger.close();
  if (unfinished === 'unknown') return EXIT.usage;
  if (unfinished === 'none') return null;
  const { contenders, scenarios, profile, blocks, seed } = options;
  const changing = [
    ...contenders,
    ...(scenarios.length === 0 ? [] : ['--scenario']),
    ...(profile === null ? [] : ['--profile']),
    ...(blocks === null ? [] : ['--blocks']),
    ...(seed === null ? [] : ['--seed']),
    ...(options.until === 'built' ? ['--only-build'] : []),
  ];
  if (changing.length === 0) return unfinished;
  const { run: id } = unfinished.plan;
  world.err.write(`${id} goes on as it was planned: expected nothing that changes it, got ${changing.join(', ')}\n`);
  return EXIT.usage;
}

async function carriedOut(
  options: RunOptions,
  { bakeoff, leftOut }: LineUp,
  resumed: Unfinished | null,
  store: Store,
  world: World,
): Promise<number> {
  const tools = readTools();
  const request: RunRequest = {
    bakeoff,
    leftOut,
    digests: await digestsOf(bakeoff),
    seed: options.seed ?? DEFAULT_SEED,
    blocks: options.blocks,
    budgetMs: options.budgetMs,
    resume: resumed?.plan ?? null,
    origin: noteOf({ config: bakeoff.file, overrides: overridesOf(options) }),
    known: await knownTimes(bakeoff, store),
    until: options.until,
  };
  const means = meansOf(store, tools, world, tellWithStore(options, store, world));
  const end = await everySitting(request, options.wait, means);
  const entry = 'run' in end ? store.ledger.run(end.run) : null;
  const outcomes = entry === null ? [] : store.ledger.rounds(entry.id);
  const published = entry === null || outcomes.length === 0 ? null : publish(entry, store, options.out, options, world);
  world.err.write(endingText(end, tools));
  const code = codeOf(end, outcomes, published?.input.conclusion.refusal ?? null, world.stop.code());
  return code === EXIT.ok && published?.written === false ? EXIT.unfit : code;
}

/** One sitting after the other, with the pauses between them where we are to wait for those; else one. */
async function everySitting(request: RunRequest, wait: boolean, means: RunMeans): Promise<RunEnd> {
  const end = await carryOut(request, means);
  if (!wait || end.kind !== 'sitting-over') return end;
  const pauseMs = Math.max(0, end.notBefore.getTime() - means.now().getTime());
  if (!(await paused(pauseMs, means.signal))) return { kind: 'interrupted', run: end.run };
  const entry = means.ledger.run(end.run);
  if (entry === null) throw new Error(`${end.run} was measured and is not in the ledger`);
  return everySitting({ ...request, resume: planOf(entry) }, wait, means);
}

/** False where the user stopped the wait. */
async function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/**
 * Events, and what the store adds to them: to a plan that is not carried out, what it may hope to see; to a scenario's last block its
 * verdict, since the next scenario may take minutes.
 */
function tellWithStore(options: RunOptions, store: Store, world: World): (event: RunEvent) => void {
  const tell = progress(options, world);
  return (event) => {
    tell(event);
    if (event.kind === 'planned' && options.until === 'planned' && !options.quiet && !options.ndjson) {
      const noises = noiseOn(event.machine.fingerprint, store);
      for (const line of forecastLines(event.plan, noises)) world.err.write(`${line}\n`);
    }
    if (event.kind !== 'measured' || options.quiet || options.ndjson) return;
    const entry = store.ledger.run(event.run);
    if (entry === null) return;
    const { conclusion } = reportInput(entry, store.ledger);
    const scenario = conclusion.scenarios.find((one) => one.scenario === event.scenario);
    if (scenario !== undefined) world.err.write(`done   ${verdictSentence(scenario)}\n`);
  };
}

function overridesOf({ contenders, scenarios, profile }: RunOptions): Overrides {
  return { contenders, scenarios, profile };
}
