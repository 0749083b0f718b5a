import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { PROFILE_NAMES, duration, number, path, profile, text, texts, wholeNumber } from './given.ts';
import type { GlobalOptions, World } from './world.ts';

/** Called with the exit code of the verb that was carried out. */
export type Ended = (code: number) => void;

type Given = Readonly<Record<string, unknown>>;

/**
 * The verbs and their options. Each is imported only when it is carried out: help must not wait for the parts that measure.
 */
export function describeVerbs(root: Command, world: World, ended: Ended): void {
  describeRun(root, world, ended);
  describeChecks(root, world, ended);
  describeFootprint(root, world, ended);
  describeReading(root, world, ended);
  describeEvidence(root, world, ended);
  for (const verb of root.commands) addGlobals(verb);
}

function describeRun(root: Command, world: World, ended: Ended): void {
  root
    .command('run')
    .description('measure the contenders of the config, or those named, and say how they compare')
    .argument('[contender...]', 'ids from the config or from contenders/, or paths')
    .option('--scenario <id...>', 'only these scenarios')
    .addOption(new Option('--profile <name>', 'how long and how often').choices(PROFILE_NAMES))
    .option('--blocks <n>', 'one look, after this number of blocks', wholeNumber(4))
    .option('--budget <time>', 'end within this time, with what there is by then: 20m, 1h', duration)
    .option('--seed <n>', 'draws orders, requests and arrivals', wholeNumber(0))
    .option('--only-build', 'build and stop')
    .option('--dry-run', 'print the plan and its estimated time, and stop')
    .option('--resume [run]', 'go on with an unfinished run: the newest, or the one named')
    .option('--wait', 'wait between the sittings of the run instead of ending after each')
    .option('--out <dir>', 'write the report as html, md and json into this folder')
    .action(async (contenders: string[], given: Given) => {
      const { run } = await import('./run.ts');
      const options = {
        ...globals(given, world),
        contenders,
        scenarios: texts(given['scenario']),
        profile: profile(given['profile']),
        blocks: number(given['blocks']),
        budgetMs: number(given['budget']),
        seed: number(given['seed']),
        resume: given['resume'] === true ? ('newest' as const) : text(given['resume']),
        wait: given['wait'] === true,
        out: path(given['out'], world),
        until: untilOf(given),
      };
      ended(await run(options, world));
    });
}

function describeChecks(root: Command, world: World, ended: Ended): void {
  root
    .command('check')
    .description('build, start and verify the contract of each contender; no figures')
    .argument('[contender...]', 'ids from the config or from contenders/, or paths')
    .option('--scenario <id...>', 'only these scenarios')
    .action(async (contenders: string[], given: Given) => {
      const { check } = await import('./check.ts');
      ended(await check({ ...globals(given, world), contenders, scenarios: texts(given['scenario']) }, world));
    });
  root
    .command('fairness')
    .description('what each contender runs with, and where they are unequal; no figures of speed')
    .argument('[contender...]', 'ids from the config or from contenders/, or paths')
    .option('--scenario <id...>', 'only these scenarios')
    .action(async (contenders: string[], given: Given) => {
      const { fairness } = await import('./fairness.ts');
      ended(await fairness({ ...globals(given, world), contenders, scenarios: texts(given['scenario']) }, world));
    });
  root
    .command('doctor')
    .description('what this machine can and cannot measure, and how to mend it')
    .action(async (given: Given) => {
      const { doctor } = await import('./doctor.ts');
      ended(await doctor(globals(given, world), world));
    });
  root
    .command('calibrate')
    .description('measure the noise of this machine: which differences can be told here (about 7 minutes)')
    .action(async (given: Given) => {
      const { calibrate } = await import('./calibrate.ts');
      ended(await calibrate(globals(given, world), world));
    });
  root
    .command('config')
    .description('print the config with every default filled in')
    .option('--schema', 'print the JSON Schema of bakeoff.yaml')
    .action(async (given: Given) => {
      const { config } = await import('./config.ts');
      ended(await config({ ...globals(given, world), schema: given['schema'] === true }, world));
    });
}

function describeFootprint(root: Command, world: World, ended: Ended): void {
  root
    .command('footprint')
    .description('what each contender takes besides its work: start, memory, bytes to ship, dependencies, builds')
    .argument('[contender...]', 'ids from the config or from contenders/, or paths')
    .option('--scenario <id>', 'its first correct answer ends a start', 'hello')
    .option('--starts <n>', 'fresh starts of each', wholeNumber(1), 10)
    .option('--builds', 'time a clean build and one after a small change, which takes minutes')
    .option('--advisories', 'let npm ask its source of packages for advisories')
    .action(async (contenders: string[], given: Given) => {
      const { footprint } = await import('./footprint.ts');
      const options = {
        ...globals(given, world),
        contenders,
        scenario: text(given['scenario']) ?? 'hello',
        starts: number(given['starts']) ?? 10,
        builds: given['builds'] === true,
        advisories: given['advisories'] === true,
      };
      ended(await footprint(options, world));
    });
}

function describeReading(root: Command, world: World, ended: Ended): void {
  root
    .command('compare')
    .description('the verdicts of a run, or of several taken together')
    .argument('[run...]', 'the newest, when none is named; several are sittings of one')
    .action(async (runs: string[], given: Given) => {
      const { compare } = await import('./compare.ts');
      ended(compare({ ...globals(given, world), runs }, world));
    });
  root
    .command('report')
    .description('write the report of a run')
    .argument('[run...]', 'the newest, when none is named; several are sittings of one')
    .option('--html <file>', 'one file, readable without scripts')
    .option('--md <file>', 'tables for a pull request or a README')
    .option('--json <file>', 'the result document')
    .action(async (runs: string[], given: Given) => {
      const { report } = await import('./report.ts');
      const files = {
        html: path(given['html'], world),
        md: path(given['md'], world),
        json: path(given['json'], world),
      };
      ended(report({ ...globals({ ...given, json: false }, world), runs, files }, world));
    });
  root
    .command('runs')
    .description('list the runs in the store, or remove one')
    .option('--remove <run>', 'remove a run and all its rounds')
    .action(async (given: Given) => {
      const { runs } = await import('./runs.ts');
      ended(runs({ ...globals(given, world), remove: text(given['remove']) }, world));
    });
}

/** Verbs that hold something against what was measured. */
function describeEvidence(root: Command, world: World, ended: Ended): void {
  root
    .command('claims')
    .description('published claims, each held against what was measured')
    .argument('[id...]', 'of the claims; all, when none is named')
    .option(
      '--record <path...>',
      'documents that are evidence beside the runs of the store; the repository’s own, when none is named',
    )
    .option('--html <file>', 'one file, readable without scripts')
    .option('--md <file>', 'tables for a pull request or a page')
    .action(async (ids: string[], given: Given) => {
      const { claims } = await import('./claims.ts');
      const records = texts(given['record']).map((one) => resolve(world.cwd, one));
      const files = { html: path(given['html'], world), md: path(given['md'], world) };
      ended(claims({ ...globals(given, world), ids, records, files }, world));
    });
  root
    .command('decide')
    .description('which option, how sure, and what would change it, by the config’s decide:')
    .option(
      '--record <path...>',
      'documents that are evidence beside the runs of the store; the repository’s own, when none is named',
    )
    .option('--adr <file>', 'also write it as a record of the decision (MADR 4)')
    .action(async (given: Given) => {
      const { decide } = await import('./decide.ts');
      const records = texts(given['record']).map((one) => resolve(world.cwd, one));
      ended(await decide({ ...globals(given, world), records, adr: path(given['adr'], world) }, world));
    });
}

/** Options that every verb takes; a verb with an option of its own of that name keeps its own. */
function addGlobals(verb: Command): void {
  const own = new Set(verb.options.map((option) => option.long));
  const offered = [
    new Option('--config <file>', 'bakeoff.yaml or bakeoff.config.ts; by default the nearest above this folder'),
    new Option('--json', 'print one JSON document to standard output'),
    new Option('--ndjson', 'tell each step as a JSON line on standard error'),
    new Option('--plain', 'lines only, no escape codes'),
    new Option('--quiet', 'no progress'),
    new Option('--no-color', 'no colours'),
    new Option('--no-input', 'never ask'),
    new Option('--store <dir>', 'where runs are kept').default('.bakeoff'),
  ];
  for (const option of offered) if (!own.has(option.long)) verb.addOption(option);
}

function globals(given: Given, world: World): GlobalOptions {
  return {
    config: text(given['config']),
    json: given['json'] === true,
    ndjson: given['ndjson'] === true,
    plain: given['plain'] === true,
    quiet: given['quiet'] === true,
    color: given['color'] !== false,
    store: resolve(world.cwd, text(given['store']) ?? '.bakeoff'),
  };
}

function untilOf(given: Given): 'planned' | 'built' | 'measured' {
  if (given['dryRun'] === true) return 'planned';
  return given['onlyBuild'] === true ? 'built' : 'measured';
}
